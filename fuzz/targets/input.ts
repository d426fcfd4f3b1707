/** What the fuzzer made, taken apart from the front. At its end there are zeros and empty pieces. */
export class Input {
	readonly #bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		// A Buffer of Node's shares memory with its slices; this is a plain array of its own.
		this.#bytes = Uint8Array.from(bytes);
	}

	get isEmpty(): boolean {
		return this.#at >= this.#bytes.length;
	}

	byte(): number {
		return this.#bytes[this.#at++] ?? 0;
	}

	bytes(length: number): Uint8Array {
		const piece = this.#bytes.slice(this.#at, this.#at + length);
		this.#at += length;
		return piece;
	}

	rest(): Uint8Array {
		return this.bytes(this.#bytes.length);
	}

	/** One of these. */
	choice<const T extends readonly [unknown, ...unknown[]]>(all: T): T[number] {
		return all[this.byte() % all.length] ?? all[0];
	}

	/** All that is left, cut into pieces whose lengths repeat: none is empty. */
	pieces(): Uint8Array[] {
		const lengths = [this.byte(), this.byte()].map((byte) => 1 + (byte % 31));
		const pieces: Uint8Array[] = [];
		while (!this.isEmpty) pieces.push(this.bytes(lengths[pieces.length % 2] ?? 1));
		return pieces;
	}
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Bytes as text, however little sense they make. */
export function textOf(bytes: Uint8Array): string {
	return decoder.decode(bytes);
}

/** The pieces as one. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
	return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}
