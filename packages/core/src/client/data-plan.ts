import type { Reply } from "../protocol/reply.ts";
import type { Bytes } from "./calls.ts";

/** Where the bytes of a download go: `downloadTo()` takes any. */
export interface Sink {
	/**
	 * Takes bytes, at least one. They are valid during the call, and until the promise resolves that it returns; that holds the network
	 * back, too. "enough" ends the transfer: nothing more is wanted.
	 * @param keep gives the same bytes for good, without copying them where the runtime can; to be called before `write` returns, and once at the most
	 */
	write(bytes: Uint8Array, keep: () => Bytes): Promise<void> | "enough" | undefined;
	/**
	 * Forgets what this call has given it, because the call's bytes will come from the first one on again, the one at `offset` where that was
	 * asked for: a download that is tried again, where the server cannot go on in the middle, or the file is another one by now. Without it such
	 * a download fails instead.
	 */
	restart?(): Promise<void> | undefined;
}

/** Where the bytes of an upload come from: `uploadFrom()` takes any. */
export interface Source {
	/** The next bytes, `undefined` at the end. They are not changed, and not used after the next call. */
	read(): Promise<Uint8Array | undefined>;
	/**
	 * Goes back to the beginning, if it is not there; false if that cannot be. Where something is still being read for an attempt that
	 * has failed, nobody wants it; once it is there, this is called again.
	 */
	rewind(): boolean;
	/**
	 * Goes to where `offset` bytes from the beginning have been given, in either direction, so that an upload can go on where the server has
	 * lost the connection; false if that cannot be. Without it such an upload begins anew.
	 */
	rewindTo?(offset: number): boolean;
	/** No more will be read: the upload has failed. */
	cancel(reason: unknown): void;
}

/** The caller's side of a transfer. */
export interface DataPlan {
	readonly sink?: Sink;
	/** How many bytes of a download are wanted; all, unless told. */
	readonly length?: number | undefined;
	readonly source?: Source;
	/** Called once when the server agrees to the transfer, or bytes come without that. */
	readonly onBegin?: (reply: Reply | undefined) => void;
	/** Called as bytes move, with their number so far. */
	readonly onBytes?: (byteCount: number) => void;
}
