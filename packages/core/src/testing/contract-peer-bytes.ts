import type { Connection } from "../client/dialer.ts";

/** The byte at each place of everything that is sent in the contract: its cycle is no multiple of any buffer's size. */
const CYCLE = 251 * 241;
const cycle: Uint8Array = Uint8Array.from({ length: CYCLE }, (_, index) => (index % 251) ^ (Math.floor(index / 251) % 241));

/** `length` bytes of the pattern, from `offset`. */
export function pattern(offset: number, length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	for (let at = 0; at < length; ) {
		const part = cycle.subarray((offset + at) % CYCLE, ((offset + at) % CYCLE) + length - at);
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** Counts bytes and sums them up (FNV-1a), so that both sides can compare what they saw. */
export class Tally {
	#count = 0;
	#sum = 0x811c9dc5;

	add(bytes: Uint8Array): void {
		let sum = this.#sum;
		// By index: an iterator over bytes takes ten times as long, and there are hundreds of MiB in the contract.
		for (let at = 0; at < bytes.length; at++) {
			sum = Math.imul(sum ^ (bytes[at] ?? 0), 0x01000193);
		}
		this.#sum = sum;
		this.#count += bytes.length;
	}

	get count(): number {
		return this.#count;
	}

	toString(): string {
		return `${this.#count} ${(this.#sum >>> 0).toString(16)}`;
	}
}

const known = new Map<number, string>();

/** The tally of `length` bytes of the pattern. */
export function tallyOf(length: number): string {
	let text = known.get(length);
	if (text === undefined) {
		const tally = new Tally();
		for (let at = 0; at < length; at += CYCLE) {
			tally.add(pattern(at, Math.min(CYCLE, length - at)));
		}
		text = tally.toString();
		known.set(length, text);
	}
	return text;
}

/** Longest line of the contract's little language; more means that something else is talking. */
const LONGEST_LINE = 1000;

/** Lines first, then perhaps raw bytes, from one connection. Keeps copies only of what it has read too far. */
export class LineReader {
	readonly #connection: Connection;
	#rest: Uint8Array = new Uint8Array(0);

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	/** The next line without its end; `undefined` when the connection ends before it. */
	async line(): Promise<string | undefined> {
		for (;;) {
			const end = this.#rest.indexOf(10);
			if (end >= 0) {
				const line = new TextDecoder().decode(this.#rest.subarray(0, end));
				this.#rest = this.#rest.subarray(end + 1);
				return line;
			}
			if (this.#rest.length > LONGEST_LINE) {
				throw new Error("A line of the dialer contract has no end");
			}
			const bytes = await this.#connection.read();
			if (bytes === undefined) {
				return undefined;
			}
			this.#rest = Uint8Array.from([...this.#rest, ...bytes]);
		}
	}

	/** The next bytes after the last line. */
	async bytes(): Promise<Uint8Array | undefined> {
		if (this.#rest.length > 0) {
			const rest = this.#rest;
			this.#rest = new Uint8Array(0);
			return rest;
		}
		return this.#connection.read();
	}

	/** Everything to the end. */
	async rest(): Promise<Tally> {
		const tally = new Tally();
		for (let bytes = await this.bytes(); bytes !== undefined; bytes = await this.bytes()) {
			tally.add(bytes);
		}
		return tally;
	}
}

export function textBytes(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}
