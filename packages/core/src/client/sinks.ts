import { FTPProtocolError } from "../errors/index.ts";
import type { Entry } from "../listing/entry.ts";
import type { ListingParser } from "../listing/listing-parser.ts";
import type { Bytes } from "./calls.ts";
import type { Sink } from "./data-plan.ts";

/** What is allocated for a download before its first byte; it doubles from there. */
const FIRST_SIZE = 64 * 1024;

/** How much of a listing is read to no purpose when it is left early, before its data connection is cut after all. */
const MOST_DISCARDED = 1024 * 1024;

/** Keeps everything that comes, in one array. */
export class BytesSink implements Sink {
	#buffer = new Uint8Array(0);
	#length = 0;

	write(bytes: Uint8Array): undefined {
		const length = this.#length + bytes.length;
		if (length > this.#buffer.length) {
			const larger = new Uint8Array(Math.max(length, FIRST_SIZE, this.#buffer.length * 2));
			larger.set(this.#buffer.subarray(0, this.#length));
			this.#buffer = larger;
		}
		this.#buffer.set(bytes, this.#length);
		this.#length = length;
	}

	/** The bytes; an array of exactly their size, with a buffer of its own. */
	bytes(): Bytes {
		return this.#length === this.#buffer.length ? this.#buffer : this.#buffer.slice(0, this.#length);
	}
}

/** Reads a listing as it comes. Which kind it is, is known only when the server has been asked. */
export class ListingSink implements Sink {
	readonly #onEntries: (entries: Entry[]) => Promise<void> | undefined;
	#parser: ListingParser | undefined;
	/** Bytes that may still come and are thrown away; undefined while they are wanted. */
	#discardable: number | undefined;

	constructor(onEntries: (entries: Entry[]) => Promise<void> | undefined) {
		this.#onEntries = onEntries;
	}

	/** Begins again, with a parser for what will come now. */
	begin(parser: ListingParser): void {
		this.#parser = parser;
	}

	/**
	 * No more entries are wanted. The rest of a listing is let come, for it is not much: a listing that is cut makes ProFTPD end a
	 * session with TLS, and Pure-FTPd send the rest of it in front of the next one.
	 */
	leave(): void {
		this.#discardable ??= MOST_DISCARDED;
	}

	write(bytes: Uint8Array): Promise<void> | "enough" | undefined {
		if (this.#discardable !== undefined) {
			this.#discardable -= bytes.length;
			return this.#discardable > 0 ? undefined : "enough";
		}
		const entries = this.#parser?.push(bytes) ?? [];
		return entries.length > 0 ? this.#onEntries(entries) : undefined;
	}

	/** The last entry, if its line had no end. */
	end(): void {
		if (this.#discardable !== undefined) return;
		const entries = this.#parser?.end() ?? [];
		if (entries.length > 0) this.#onEntries(entries);
	}
}

/**
 * Refuses to take more than `maxBytes`.
 * @throws FTPProtocolError LIMIT_EXCEEDED, from `write`
 */
export function bounded(sink: Sink, maxBytes: number | undefined): Sink {
	if (maxBytes === undefined) return sink;
	let allowed = maxBytes;
	return {
		write(bytes, keep) {
			allowed -= bytes.length;
			if (allowed < 0) throw new FTPProtocolError("LIMIT_EXCEEDED", `at most ${maxBytes} bytes (maxBytes)`, "more");
			return sink.write(bytes, keep);
		},
	};
}
