import type { ListingFormat } from "../listing/dialects.ts";
import type { Entry } from "../listing/entry.ts";
import type { ListingParser } from "../listing/listing-parser.ts";
import { type ListingReader, type ListingRequest, listInFull } from "../operations/list-in-full.ts";
import { checkDirectory, checkOptions } from "./arguments.ts";
import type { ListOptions } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import { checkChoice, checkFlag } from "./demand.ts";
import { EntrySink, parserFor } from "./listings.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import type { Call } from "./session-keeper.ts";

/**
 * How many bytes of a stream are made into entries at once. What is alive when the engine looks for garbage makes it take more memory
 * from the system, so it is little: with 1 KiB Node lists a million files in 77 MB, with 2 KiB in 85. It costs no time.
 */
const STREAM_PIECE = 1024;

/**
 * How many bytes of a listing that is left early are let come and thrown away, before its data connection is cut after all. A listing
 * that is cut makes ProFTPD end a session with TLS, and Pure-FTPd send the rest of it in front of the next one.
 */
const MOST_DISCARDED = 1_048_576;

/** For how many milliseconds, at the most: what comes byte by byte would keep the next call waiting for days. */
const LONGEST_DISCARDED = 10_000;

/** How many entries are read again at once. */
const BATCH = 1000;

/** A whole listing, in any of the ways there are. */
export async function listFully(keeper: Performer, settings: Settings, path: string, options: ListOptions): Promise<Entry[]> {
	const collector = new Collector(settings, path);
	await receive(keeper, path, options, collector, collector);
	return collector.all();
}

/**
 * A listing as it comes. The network is held back until all that has come is read. What comes on the control connection, and what is needed
 * whole to find out the server's time zone, is collected first.
 */
export async function* streamEntries(
	keeper: Performer,
	settings: Settings,
	path: string,
	options: ListOptions,
): AsyncIterableIterator<Entry> {
	const collector = new Collector(settings, path);
	let isCollected = true;
	let parser: ListingParser | undefined;
	let bytes: Uint8Array | undefined;
	let arrived = (): void => {};
	let taken = (): void => {};
	let isOver = false;
	let hasGiven = false;
	/** How many bytes may still come and be thrown away; undefined while they are wanted. */
	let discardable: number | undefined;
	let discardedUntil = 0;
	const { clock } = settings;

	const sink: Sink = {
		write(more) {
			if (discardable !== undefined) {
				discardable -= more.length;
				return discardable > 0 && clock.now() < discardedUntil ? undefined : "enough";
			}
			if (isCollected) return collector.write(more);
			bytes = more;
			arrived();
			return new Promise<void>((resolve) => {
				taken = resolve;
			});
		},
	};
	const reader: ListingReader = {
		onFormat(format) {
			collector.onFormat(format);
			isCollected = options.via === "control" || collector.isUndated;
			parser = isCollected ? undefined : parserFor(settings, format);
		},
		onLines: (lines) => collector.onLines(lines),
		samples: () => collector.samples(),
	};
	const whyNot = (): string | undefined => {
		if (hasGiven) return "entries of it have been given out";
		// They come again.
		bytes = undefined;
		return undefined;
	};
	const finished = receive(keeper, path, options, sink, reader, whyNot).finally(() => {
		isOver = true;
		arrived();
	});
	// Whoever leaves the loop early is not interested in how it ended.
	finished.catch(() => undefined);

	try {
		while (!isOver) {
			if (bytes === undefined) {
				await new Promise<void>((resolve) => {
					arrived = resolve;
				});
				continue;
			}
			// What is over while bytes wait to be read has failed, and the bytes may be other ones by now.
			for (let at = 0; at < bytes.length && !isOver; at += STREAM_PIECE) {
				for (const entry of parser?.push(bytes.subarray(at, at + STREAM_PIECE)) ?? []) {
					hasGiven = true;
					yield entry;
				}
			}
			bytes = undefined;
			taken();
		}
		await finished;
		yield* parser?.end() ?? collector.all();
	} finally {
		discardable = MOST_DISCARDED;
		discardedUntil = clock.now() + LONGEST_DISCARDED;
		taken();
	}
}

/** All entries of a listing, the times of which may turn out to be another zone's only when all are there. */
class Collector extends EntrySink implements ListingReader {
	readonly #settings: Settings;
	readonly #path: string;
	/** How many files are asked about. */
	#asked = 0;
	/** The times were read without knowing whose they are. */
	isUndated = false;

	constructor(settings: Settings, path: string) {
		super(settings);
		this.#settings = settings;
		this.#path = path;
	}

	override onFormat(format: ListingFormat): void {
		super.onFormat(format);
		const { serverZone } = this.#settings;
		this.isUndated = format === "list" && serverZone !== undefined && !serverZone.known();
	}

	onLines(lines: readonly string[]): void {
		this.#read(this, lines);
	}

	samples(): ReturnType<ListingReader["samples"]> {
		const files = this.isUndated ? (this.#settings.serverZone?.samples(this.#path, this.end()) ?? []) : [];
		this.#asked = files.length;
		return files;
	}

	/** With the right times. Lines are read again for that: only their dialects know which of them tell local time. */
	all(): Entry[] {
		const entries = this.end();
		const { serverZone } = this.#settings;
		serverZone?.asked(this.#asked);
		if (!(this.isUndated && serverZone?.known())) return entries;
		const again = new EntrySink(this.#settings);
		again.onFormat("list");
		for (let at = 0; at < entries.length; at += BATCH)
			this.#read(
				again,
				entries.slice(at, at + BATCH).map(({ raw }) => raw),
			);
		return again.end();
	}

	/** A name may end in what the reader of lines takes for a part of their end: it takes one. */
	#read(sink: EntrySink, lines: readonly string[]): void {
		if (lines.length > 0)
			sink.write(this.#settings.session.codec.encode(lines.map((line) => `${line.replace(/\r$/, "$&\r")}\n`).join("")));
	}
}

/** @throws FTPUsageError BAD_ARGUMENT */
export function checkListOptions(options: ListOptions): ListingRequest {
	const { hidden = false, via = "data" } = checkOptions(options);
	checkFlag(hidden, "hidden");
	checkChoice(via, ["data", "control"], "via");
	return { hidden, onControl: via === "control" };
}

async function receive(
	keeper: Performer,
	path: string,
	options: ListOptions,
	sink: Sink,
	reader: ListingReader,
	whyNot?: Call["whyNot"],
): Promise<void> {
	checkDirectory(path);
	const request = checkListOptions(options);
	const { signal, retry } = options;
	const call: Call = { signal, retry, ...(whyNot && { whyNot }), ...(!request.onControl && { sink }) };
	await keeper.perform(() => listInFull(path, request, reader), call);
}
