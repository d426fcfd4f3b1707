const CR = 13;
const LF = 10;

/** Text on its way to the network: its line ends become CR LF (RFC 959, 3.1.1.1). Those that are CR LF already stay. */
export class ToNetwork {
	#last = 0;

	push(bytes: Uint8Array): Uint8Array {
		const out = new Uint8Array(bytes.length * 2);
		let length = 0;
		for (const byte of bytes) {
			if (byte === LF && this.#last !== CR) out[length++] = CR;
			out[length++] = byte;
			this.#last = byte;
		}
		return out.subarray(0, length);
	}
}

/** Text from the network: CR LF becomes LF, wherever the bytes are cut; a CR alone stays. */
export class FromNetwork {
	#isHeld = false;

	/** What can be told by now. It may be empty: a CR at the end waits for what comes next. */
	push(bytes: Uint8Array): Uint8Array {
		const out = new Uint8Array(bytes.length + 1);
		let length = 0;
		for (const byte of bytes) {
			if (this.#isHeld && byte !== LF) out[length++] = CR;
			this.#isHeld = byte === CR;
			if (!this.#isHeld) out[length++] = byte;
		}
		return out.subarray(0, length);
	}

	/** What is left at the end. */
	end(): Uint8Array {
		const held = Uint8Array.of(CR).subarray(0, this.#isHeld ? 1 : 0);
		this.#isHeld = false;
		return held;
	}
}
