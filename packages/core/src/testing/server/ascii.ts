const CR = 13;
const LF = 10;

/** TYPE A on the way out: line ends become CR LF (RFC 959, 3.1.1.1). Those that are CR LF already stay. */
export class ToNetwork {
	#last = 0;

	push(bytes: Uint8Array): Uint8Array {
		const out: number[] = [];
		for (const byte of bytes) {
			if (byte === LF && this.#last !== CR) {
				out.push(CR);
			}
			out.push(byte);
			this.#last = byte;
		}
		return Uint8Array.from(out);
	}
}

/** TYPE A on the way in: CR LF becomes LF, wherever the bytes are cut; a CR alone stays. */
export class FromNetwork {
	#held = false;

	push(bytes: Uint8Array): Uint8Array {
		const out: number[] = [];
		for (const byte of bytes) {
			if (this.#held && byte !== LF) {
				out.push(CR);
			}
			this.#held = byte === CR;
			if (!this.#held) {
				out.push(byte);
			}
		}
		return Uint8Array.from(out);
	}

	/** What is left at the end. */
	end(): Uint8Array {
		return this.#held ? Uint8Array.of(CR) : new Uint8Array(0);
	}
}
