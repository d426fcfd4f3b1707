import { FTPUsageError } from "../errors/index.ts";
import type { Source } from "./data-plan.ts";
import { callersError } from "./pump.ts";

/** Everything `upload` takes. */
export type UploadData =
	| Uint8Array
	| ArrayBuffer
	| string
	| Blob
	| ReadableStream<Uint8Array>
	| AsyncIterable<Uint8Array | string>;

/** A source, and how much comes from it where that is known. */
export interface Sourced {
	readonly source: Source;
	readonly size?: number | undefined;
}

/** How much is taken at once of what is there as a whole. */
const PIECE = 1_048_576;

/** Turns what the caller gave into a source. @throws FTPUsageError BAD_ARGUMENT */
export function sourceOf(data: UploadData): Sourced {
	if (typeof data === "string") return sourceOf(bytesOf(data));
	if (data instanceof ArrayBuffer) return sourceOf(new Uint8Array(data));
	if (ArrayBuffer.isView(data)) {
		const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
		return pieces(bytes.length, async (from, to) => bytes.subarray(from, to));
	}
	if (typeof Blob !== "undefined" && data instanceof Blob) {
		return pieces(data.size, async (from, to) => new Uint8Array(await data.slice(from, to).arrayBuffer()));
	}
	if (data instanceof ReadableStream) {
		if (data.locked) throw unusable("The stream to upload is locked: somebody else is reading it");
		const reader = data.getReader();
		return once(
			() => reader.read(),
			(reason) => reader.cancel(reason),
		);
	}
	if (typeof data === "object" && data !== null && Symbol.asyncIterator in data) {
		const iterator = data[Symbol.asyncIterator]();
		return once(
			() => iterator.next(),
			() => iterator.return?.(),
		);
	}
	throw unusable("The data to upload is neither bytes, string, Blob, ReadableStream nor AsyncIterable");
}

/** Half a surrogate pair would become another character without a word. */
function bytesOf(text: string): Uint8Array {
	if (/\p{Cs}/u.test(text)) throw unusable("Text with half a surrogate pair has no UTF-8: upload bytes instead");
	return new TextEncoder().encode(text);
}

/** What can be read from the beginning as often as needed. */
function pieces(size: number, read: (from: number, to: number) => Promise<Uint8Array>): Sourced {
	let at = 0;
	const source: Source = {
		async read() {
			const from = at;
			at = Math.min(size, at + PIECE);
			return from < size ? await read(from, at) : undefined;
		},
		rewind: () => source.rewindTo?.(0) ?? false,
		rewindTo(offset) {
			if (offset <= size) at = offset;
			return offset <= size;
		},
		cancel() {},
	};
	return { source, size };
}

/** What can be read once. */
function once(
	next: () => Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>,
	cancel: (reason: unknown) => unknown,
): Sourced {
	let isTouched = false;
	const source: Source = {
		async read() {
			isTouched = true;
			const { done, value } = await next();
			if (done) return undefined;
			if (value instanceof Uint8Array) return value;
			if (typeof value === "string") return bytesOf(value);
			throw unusable("The source of the upload gave something that is neither bytes nor a string");
		},
		rewind: () => !isTouched,
		// Nobody waits for the source's own cleaning up, and what it throws is its own affair.
		cancel(reason) {
			Promise.resolve()
				.then(() => cancel(reason))
				.catch(() => undefined);
		},
	};
	return { source };
}

/** A source of the caller's own, whatever it throws. @throws FTPUsageError BAD_ARGUMENT for what is none */
export function ownSource(source: Source): Source {
	const isSource = [source?.read, source?.rewind, source?.cancel].every((method) => typeof method === "function");
	if (!isSource) throw unusable("The source of an upload must have read(), rewind() and cancel()");
	const isAble = source.rewindTo === undefined || typeof source.rewindTo === "function";
	if (!isAble) throw unusable("rewindTo of an upload's source must be a function");
	const guarded = (go: () => boolean | undefined): boolean => {
		try {
			return go() ?? false;
		} catch (cause) {
			throw callersError(cause, "The source of the upload");
		}
	};
	return {
		async read() {
			const bytes: unknown = await source.read();
			if (bytes === undefined || bytes instanceof Uint8Array) return bytes;
			throw unusable("The source of the upload gave something that is not bytes");
		},
		rewind: () => guarded(() => source.rewind()),
		...(source.rewindTo && { rewindTo: (offset) => guarded(() => source.rewindTo?.(offset)) }),
		async cancel(reason) {
			try {
				await source.cancel(reason);
			} catch {
				// The upload has failed for another reason, and this is the source's own affair.
			}
		},
	};
}

function unusable(message: string): FTPUsageError {
	return new FTPUsageError("BAD_ARGUMENT", message);
}
