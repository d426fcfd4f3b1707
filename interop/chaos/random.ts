/** Chance that can be had again: the same seed gives the same numbers, on every runtime. */
export interface Random {
	/** From 0 up to 1, which it never is. */
	next(): number;
	/** A whole number from `least` to `most`, both included. */
	between(least: number, most: number): number;
	/** True so often out of a hundred times. */
	percent(share: number): boolean;
	pick<T>(from: readonly [T, ...T[]]): T;
}

/** Numbers of Tommy Ettinger's generator "mulberry32": 32 bits of state, good enough to choose by. */
export function randomOf(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return {
		next,
		between: (least, most) => least + Math.floor(next() * (most - least + 1)),
		percent: (share) => next() * 100 < share,
		pick: <T>(from: readonly [T, ...T[]]): T => from[Math.floor(next() * from.length)] ?? from[0],
	};
}

/** The content of a file, of which no part is like another: a piece that is missing, doubled or moved is seen. */
export function bytesOf(seed: number, size: number): Uint8Array {
	const bytes = new Uint8Array(size);
	const random = randomOf(seed);
	for (let at = 0; at < size; at += 4) {
		const word = Math.floor(random.next() * 2 ** 32);
		for (let part = 0; part < 4 && at + part < size; part++) bytes[at + part] = word >>> (8 * part);
	}
	return bytes;
}

/** Where two contents differ first, in words; nothing where they are the same. */
export function difference(actual: Uint8Array | undefined, expected: Uint8Array): string | undefined {
	if (!actual) return "it is not there";
	const most = Math.min(actual.length, expected.length);
	for (let at = 0; at < most; at++) {
		if (actual[at] !== expected[at]) return `its byte ${at} of ${actual.length} is wrong; there should be ${expected.length}`;
	}
	return actual.length === expected.length ? undefined : `it has ${actual.length} bytes instead of ${expected.length}`;
}
