import type { Entry } from "../listing/entry.ts";
import { ListingParser } from "../listing/listing-parser.ts";
import { parseMlsxLine } from "../listing/mlsx.ts";
import { parseNameLine } from "../listing/names.ts";
import { list, type OnFormat } from "../operations/list.ts";
import type { TransferSummary } from "../operations/transfer.ts";
import type { Operation } from "../protocol/operation.ts";
import { checkDirectory, checkOptions } from "./arguments.ts";
import type { CallOptions } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";

/**
 * How many bytes of a stream are made into entries at once. What is alive when the engine looks for garbage makes it take more memory
 * from the system, so it is little: with 1 KiB Node lists a million files in 77 MB, with 2 KiB in 85. It costs no time.
 */
const STREAM_PIECE = 1024;

/**
 * How many bytes of a listing that is left early are let come and thrown away, before its data connection is cut after all. A listing
 * that is cut makes ProFTPD end a session with TLS, and Pure-FTPd send the rest of it in front of the next one.
 */
const MOST_DISCARDED = 1024 * 1024;

type Listing = (path: string, onFormat: OnFormat) => Operation<TransferSummary>;

/** A whole listing. */
export async function listEntries(
	keeper: Performer,
	settings: Settings,
	path: string,
	options: CallOptions,
	listing: Listing = list,
): Promise<Entry[]> {
	const entries: Entry[] = [];
	const add = (more: readonly Entry[]): void => {
		for (const entry of more) entries.push(entry);
	};
	let parser: ListingParser | undefined;
	const sink: Sink = {
		write(bytes) {
			add(parser?.push(bytes) ?? []);
			return undefined;
		},
	};
	await receive(keeper, settings, path, options, listing, sink, (begun) => {
		parser = begun;
	});
	add(parser?.end() ?? []);
	return entries;
}

/** A listing as it comes. The network is held back until all that has come is read. */
export async function* streamEntries(
	keeper: Performer,
	settings: Settings,
	path: string,
	options: CallOptions,
): AsyncIterableIterator<Entry> {
	let parser: ListingParser | undefined;
	let bytes: Uint8Array | undefined;
	let arrived = (): void => {};
	let taken = (): void => {};
	let isOver = false;
	/** How many bytes may still come and be thrown away; undefined while they are wanted. */
	let discardable: number | undefined;

	const sink: Sink = {
		write(more) {
			if (discardable !== undefined) {
				discardable -= more.length;
				return discardable > 0 ? undefined : "enough";
			}
			bytes = more;
			arrived();
			return new Promise<void>((resolve) => {
				taken = resolve;
			});
		},
	};
	const finished = receive(keeper, settings, path, options, list, sink, (begun) => {
		parser = begun;
	}).finally(() => {
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
				for (const entry of parser?.push(bytes.subarray(at, at + STREAM_PIECE)) ?? []) yield entry;
			}
			bytes = undefined;
			taken();
		}
		await finished;
		for (const entry of parser?.end() ?? []) yield entry;
	} finally {
		discardable = MOST_DISCARDED;
		taken();
	}
}

async function receive(
	keeper: Performer,
	settings: Settings,
	path: string,
	options: CallOptions,
	listing: Listing,
	sink: Sink,
	onParser: (parser: ListingParser) => void,
): Promise<void> {
	checkDirectory(path);
	checkOptions(options);
	const { session, listingLimits, listingDialects, clock } = settings;
	const dialects = { mlsx: [parseMlsxLine], list: listingDialects, names: [parseNameLine] };
	const onFormat: OnFormat = (format) =>
		onParser(new ListingParser({ codec: session.codec, now: clock.now(), dialects: dialects[format], limits: listingLimits }));
	await keeper.perform(() => listing(path, onFormat), { sink, signal: options.signal });
}
