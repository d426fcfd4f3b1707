/** Bytes that look random and are the same for the same size and seed, in every runtime. */
export function pattern(size: number, seed = 1): Uint8Array<ArrayBuffer> {
	const words = new Uint32Array(Math.ceil(size / 4));
	// xorshift32 (Marsaglia): no run of it repeats within 16 GiB, so a lost, doubled or moved block changes the checksum.
	let state = Math.imul(seed, 0x9e3779b1) | 1;
	for (let at = 0; at < words.length; at++) {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		words[at] = state;
	}
	return new Uint8Array(words.buffer, 0, size);
}

export async function sha256(bytes: Uint8Array): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of stream) chunks.push(chunk.slice());
	return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

/** The same bytes in pieces, as somebody's stream would bring them. */
export function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
