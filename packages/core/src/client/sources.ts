import { FTPUsageError } from "../errors/index.ts";
import type { Source } from "./data-plan.ts";

/** Everything `upload` takes. */
export type UploadData =
	| Uint8Array
	| ArrayBuffer
	| string
	| Blob
	| ReadableStream<Uint8Array>
	| AsyncIterable<Uint8Array | string>;

/** How much of a Blob is read at once. */
const BLOB_PIECE = 1024 * 1024;

/** Turns what the caller gave into a source, and tells its size where that is known. @throws FTPUsageError BAD_ARGUMENT */
export function sourceOf(data: UploadData): { source: Source; size: number | undefined } {
	if (typeof data === "string") return fromBytes(bytesOf(data));
	if (data instanceof Uint8Array) return fromBytes(data);
	if (data instanceof ArrayBuffer) return fromBytes(new Uint8Array(data));
	if (ArrayBuffer.isView(data)) return fromBytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
	if (typeof Blob !== "undefined" && data instanceof Blob) return fromBlob(data);
	if (data instanceof ReadableStream) return { source: new PulledSource(readerOf(data)), size: undefined };
	if (typeof data === "object" && data !== null && Symbol.asyncIterator in data) {
		return { source: new PulledSource(iteratorOf(data)), size: undefined };
	}
	throw new FTPUsageError("BAD_ARGUMENT", "The data to upload is neither bytes, string, Blob, ReadableStream nor AsyncIterable");
}

/** Half a surrogate pair would become another character without a word. */
function bytesOf(text: string): Uint8Array {
	if (/\p{Cs}/u.test(text))
		throw new FTPUsageError("BAD_ARGUMENT", "Text with half a surrogate pair has no UTF-8: upload bytes instead");
	return new TextEncoder().encode(text);
}

function fromBytes(bytes: Uint8Array): { source: Source; size: number } {
	return {
		source: pieces(bytes.length, bytes.length, (from, to) => Promise.resolve(bytes.subarray(from, to))),
		size: bytes.length,
	};
}

function fromBlob(blob: Blob): { source: Source; size: number } {
	const read = async (from: number, to: number): Promise<Uint8Array> => new Uint8Array(await blob.slice(from, to).arrayBuffer());
	return { source: pieces(blob.size, BLOB_PIECE, read), size: blob.size };
}

/** A source that can be read from the beginning as often as needed. */
function pieces(size: number, step: number, read: (from: number, to: number) => Promise<Uint8Array>): Source {
	let at = 0;
	return {
		isRepeatable: true,
		async read() {
			if (at >= size) return undefined;
			const from = at;
			at = Math.min(size, at + step);
			return await read(from, at);
		},
		rewind() {
			at = 0;
			return true;
		},
		cancel() {},
	};
}

interface Pull {
	next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
	cancel(reason: unknown): unknown;
}

/** A source that can be read once. */
class PulledSource implements Source {
	readonly #pull: Pull;
	#isTouched = false;

	constructor(pull: Pull) {
		this.#pull = pull;
	}

	get isRepeatable(): boolean {
		return !this.#isTouched;
	}

	async read(): Promise<Uint8Array | undefined> {
		this.#isTouched = true;
		const { done, value } = await this.#pull.next();
		if (done) return undefined;
		if (value instanceof Uint8Array) return value;
		if (typeof value === "string") return bytesOf(value);
		throw new FTPUsageError("BAD_ARGUMENT", "The source of the upload gave something that is neither bytes nor a string");
	}

	rewind(): boolean {
		return !this.#isTouched;
	}

	/** Nobody waits for the source's own cleaning up, and what it throws is its own affair. */
	cancel(reason: unknown): void {
		Promise.resolve()
			.then(() => this.#pull.cancel(reason))
			.catch(() => undefined);
	}
}

function readerOf(stream: ReadableStream<Uint8Array>): Pull {
	if (stream.locked) throw new FTPUsageError("BAD_ARGUMENT", "The stream to upload is locked: somebody else is reading it");
	const reader = stream.getReader();
	return {
		next: () => reader.read(),
		cancel: (reason) => reader.cancel(reason),
	};
}

function iteratorOf(iterable: AsyncIterable<Uint8Array | string>): Pull {
	const iterator = iterable[Symbol.asyncIterator]();
	return {
		next: () => iterator.next(),
		cancel: () => iterator.return?.(),
	};
}
