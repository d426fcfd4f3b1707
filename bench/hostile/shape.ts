/** What is worst for a parser: input of any size, and the work to be measured at it. */
export interface Shape {
	/** What the server sends, in words. */
	readonly name: string;
	/** Makes so many bytes of it, and gives what has to be done with them. */
	prepare(bytes: number): () => void;
}

/** How a connection hands over what has come. */
const CHUNK = 64 * 1024;

const encoder = new TextEncoder();

/** `piece` again and again, cut off at so many characters; never less than one piece. */
export function repeated(piece: string, characters: number): string {
	return piece.repeat(Math.max(1, Math.floor(characters / piece.length)));
}

/** Hands over the bytes as a connection does, which may use the same memory again and again. */
export function feed(bytes: Uint8Array, take: (chunk: Uint8Array) => void, size: number = CHUNK): void {
	const chunk = new Uint8Array(Math.min(size, bytes.length));
	for (let at = 0; at < bytes.length; at += chunk.length) {
		const length = Math.min(chunk.length, bytes.length - at);
		// One by one, a view of each byte would take longer than what is measured.
		if (length === 1) chunk[0] = bytes[at] ?? 0;
		else chunk.set(bytes.subarray(at, at + length));
		take(length < chunk.length ? chunk.subarray(0, length) : chunk);
	}
}

export function bytesOf(input: string | Uint8Array): Uint8Array {
	return typeof input === "string" ? encoder.encode(input) : input;
}

/** A parser may refuse what is bad; only the time that takes is of interest. */
export function tried(work: () => unknown): () => void {
	return () => {
		try {
			work();
		} catch (error) {
			if (!(error instanceof Error && error.name === "FTPProtocolError")) throw error;
		}
	};
}
