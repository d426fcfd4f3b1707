/** What a file is made of: the same for the same seed and size, in every runtime, and nowhere like itself. */
export interface Content {
	readonly seed: number;
	readonly size: number;
}

/** How much of it is made at a time. */
const PIECE = 256 * 1024;

/**
 * The bytes, a piece at a time. Each piece is valid until the next one is asked for, unless they are made anew.
 * @param isKept each piece has memory of its own
 */
export function* piecesOf({ seed, size }: Content, isKept = false): Generator<Uint8Array<ArrayBuffer>, void, void> {
	let words = new Uint32Array(PIECE / 4);
	// xorshift32 (Marsaglia): no run of it repeats within 16 GiB, so a lost, doubled or moved block changes the checksum.
	let state = Math.imul(seed, 0x9e3779b1) | 1;
	for (let left = size; left > 0; left -= PIECE) {
		if (isKept) words = new Uint32Array(PIECE / 4);
		for (let at = 0; at < words.length; at++) {
			state ^= state << 13;
			state ^= state >>> 17;
			state ^= state << 5;
			words[at] = state;
		}
		yield new Uint8Array(words.buffer, 0, Math.min(left, PIECE));
	}
}
