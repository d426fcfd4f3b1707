import { FTPProtocolError } from "../errors/index.ts";
import type { TextCodec } from "../protocol/text.ts";
import type { ListingLimits } from "./limits.ts";

const LF = 0x0a;

/**
 * Cuts bytes into lines that end in LF or CRLF, and decodes them. Whole lines that arrive together are decoded together, which is
 * about three times faster than one by one; bytes are copied only when their line is not complete yet.
 */
export class LineReader {
	readonly #codec: TextCodec;
	readonly #limits: ListingLimits;
	/** The beginning of a line whose end has not come. Grows by doubling, so that a line byte by byte costs linear time. */
	#pending: Uint8Array = new Uint8Array(256);
	#pendingLength = 0;
	#received = 0;

	constructor(codec: TextCodec, limits: ListingLimits) {
		this.#codec = codec;
		this.#limits = limits;
	}

	/** The lines that `bytes` completes. `bytes` may be reused by the caller afterwards. */
	push(bytes: Uint8Array): string[] {
		this.#received += bytes.length;
		if (this.#received > this.#limits.listingBytes) throw tooLong("a listing", this.#limits.listingBytes, "more");
		const end = bytes.lastIndexOf(LF) + 1;
		if (end === 0) {
			this.#keep(bytes);
			this.#checkPending();
			return [];
		}
		const lines = this.#decode(this.#complete(bytes.subarray(0, end)));
		this.#pendingLength = 0;
		this.#keep(bytes.subarray(end));
		this.#checkPending();
		return lines;
	}

	/** The last line, when it came without an end. */
	end(): string[] {
		if (this.#pendingLength === 0) return [];
		const line = this.#codec.decode(this.#pending.subarray(0, this.#pendingLength));
		this.#pendingLength = 0;
		return [withoutReturn(line)];
	}

	/** What is pending and the bytes that complete it, as one block. */
	#complete(bytes: Uint8Array): Uint8Array {
		if (this.#pendingLength === 0) return bytes;
		this.#keep(bytes);
		return this.#pending.subarray(0, this.#pendingLength);
	}

	#keep(bytes: Uint8Array): void {
		const length = this.#pendingLength + bytes.length;
		if (length > this.#pending.length) {
			const larger = new Uint8Array(Math.max(length, this.#pending.length * 2));
			larger.set(this.#pending.subarray(0, this.#pendingLength));
			this.#pending = larger;
		}
		this.#pending.set(bytes, this.#pendingLength);
		this.#pendingLength = length;
	}

	#checkPending(): void {
		const limit = this.#limits.lineBytes;
		if (this.#pendingLength > limit)
			throw tooLong("a line of a listing", limit, this.#codec.decode(this.#pending.subarray(0, 100)));
	}

	/** All lines of a block that ends in LF. */
	#decode(block: Uint8Array): string[] {
		this.#checkLines(block);
		const text = this.#codec.decodeStrict?.(block);
		if (text === undefined) return this.#decodeEach(block);
		const lines = text.split("\n");
		lines.pop();
		for (let at = 0; at < lines.length; at++) lines[at] = withoutReturn(lines[at] ?? "");
		return lines;
	}

	/** One by one, so that bytes in another encoding spoil their own line only. */
	#decodeEach(block: Uint8Array): string[] {
		const lines: string[] = [];
		for (let start = 0; start < block.length; ) {
			const end = block.indexOf(LF, start);
			lines.push(withoutReturn(this.#codec.decode(block.subarray(start, end))));
			start = end + 1;
		}
		return lines;
	}

	/** Leaps from line end to line end, each the last one within the limit: in a usual block that is one look or two. */
	#checkLines(block: Uint8Array): void {
		const limit = this.#limits.lineBytes;
		for (let start = 0; block.length - start > limit; ) {
			const end = block.lastIndexOf(LF, start + limit);
			if (end < start) throw tooLong("a line of a listing", limit, this.#codec.decode(block.subarray(start, start + 100)));
			start = end + 1;
		}
	}
}

function withoutReturn(line: string): string {
	return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function tooLong(what: string, limit: number, received: string): FTPProtocolError {
	return new FTPProtocolError("LIMIT_EXCEEDED", `${what} of at most ${limit} bytes`, received);
}
