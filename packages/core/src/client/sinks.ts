import { FTPProtocolError } from "../errors/index.ts";
import type { Bytes } from "./calls.ts";
import type { Sink } from "./data-plan.ts";

/** What is allocated for a download before its first byte; it doubles from there. */
const FIRST_SIZE = 65_536;

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

	restart(): undefined {
		this.#length = 0;
	}

	/** The bytes; an array of exactly their size, with a buffer of its own. */
	bytes(): Bytes {
		return this.#length === this.#buffer.length ? this.#buffer : this.#buffer.slice(0, this.#length);
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
		...(sink.restart && {
			restart() {
				allowed = maxBytes;
				return sink.restart?.();
			},
		}),
		write(bytes, keep) {
			allowed -= bytes.length;
			if (allowed < 0) throw new FTPProtocolError("LIMIT_EXCEEDED", `at most ${maxBytes} bytes (maxBytes)`, "more");
			return sink.write(bytes, keep);
		},
	};
}
