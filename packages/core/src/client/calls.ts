import type { Reply } from "../protocol/reply.ts";
import type { Retry } from "./retry.ts";
import type { TransferType, Verify } from "./transfer-care.ts";

/**
 * `Uint8Array` with a buffer of its own, which web APIs such as `Blob` and `crypto.subtle` ask for since TypeScript 5.9; written so
 * that older ones understand it.
 */
export type Bytes = ReturnType<Uint8ArrayConstructor["of"]>;

/** Every operation takes these. */
export interface CallOptions {
	/** Aborting it ends the operation with FTPAbortError; the session stays usable where the server plays along. */
	readonly signal?: AbortSignal | undefined;
	/**
	 * Whether this call is tried again where the connection is lost: instead of what the client's own `retry` says. Where that is not possible,
	 * the error of the last attempt says why. Not with `SmallFTPClient`.
	 */
	readonly retry?: Retry | boolean | undefined;
}

/** What a file is known to be. */
export interface FileIdentity {
	/** In bytes. */
	readonly size?: number | undefined;
	/** When it was last modified, to the second. */
	readonly modifiedAt?: Date | undefined;
}

/** How a directory is listed. */
export interface ListOptions extends CallOptions {
	/**
	 * Also the names that the server leaves out otherwise, such as `.htaccess`: by `LIST -a`, where the server takes that. MLSD leaves nothing
	 * out. `false` by default.
	 */
	readonly hidden?: boolean | undefined;
	/**
	 * "control": by STAT on the control connection, where no data connection can be had. Such a listing is one reply: `limits.reply` and
	 * `limits.replyLines` apply. "data" by default.
	 */
	readonly via?: "data" | "control" | undefined;
}

/** How far a transfer has come. */
export interface Progress {
	/** Of the bytes of this call, those that are where they belong: fewer than before where an attempt has to begin anew. */
	readonly bytes: number;
	/** How many there will be, where that is known. */
	readonly total: number | undefined;
	/** 1 for the first attempt. */
	readonly attempt: number;
}

/** How a file is downloaded. */
export interface DownloadOptions extends CallOptions {
	/**
	 * "binary" by default: the bytes as they are. "ascii": text (TYPE A), for servers whose files are not made of bytes, as mainframes have
	 * them: it travels with CR LF as line ends, which are LF on this side. No `offset` and no `length` then. Not with `SmallFTPClient`.
	 */
	readonly type?: TransferType | undefined;
	/** Where in the file to start, in bytes (REST, RFC 3659, 5). */
	readonly offset?: number | undefined;
	/** How many bytes to take at the most; the transfer is ended when they are there. */
	readonly length?: number | undefined;
	/**
	 * The download fails with FTPProtocolError LIMIT_EXCEEDED as soon as there are more. `download()` has `limits.maxBytes` by default,
	 * which `Infinity` lifts.
	 */
	readonly maxBytes?: number | undefined;
	/**
	 * Asks the server afterwards what the file is, before anything else is done, and fails with FTPProtocolError WRONG_HASH or WRONG_SIZE
	 * where that is not what has come. `true`: by the strongest hash that both sides have, else by size. "size", "hash" or an algorithm: by
	 * that or not at all. With `offset` only by size, and not with `length` or `type: "ascii"`; not either where the sink ends the transfer
	 * by "enough". For large files see `timeouts.reply`: a server that computes a hash is silent. Not with `SmallFTPClient`.
	 */
	readonly verify?: Verify | undefined;
	/**
	 * What the file is known to be, from MLSD for instance; the times that LIST tells are not exact enough. With an `offset` it is asked
	 * beforehand whether it still is (SIZE, MDTM), and the download fails with FTPProtocolError CHANGED before a byte is handed over where it is
	 * not, or the server does not tell. Fewer or more bytes than `size` are WRONG_SIZE in any case. With `retry`, what is not
	 * told here is asked before the first attempt, and holds in the same way: a file that grows while it is downloaded is
	 * WRONG_SIZE then. Not with `SmallFTPClient`.
	 */
	readonly expect?: FileIdentity | undefined;
	/** Called as bytes move, and once at the end. */
	readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** How a file is uploaded. */
export interface UploadOptions extends CallOptions {
	/**
	 * "binary" by default: the bytes as they are. "ascii": text (TYPE A), for servers whose files are not made of bytes, as mainframes have
	 * them: it travels with CR LF as line ends. LF becomes CR LF; what is CR LF already stays. No `offset` then. Not with `SmallFTPClient`.
	 */
	readonly type?: TransferType | undefined;
	/** Adds to the end of the file (APPE). */
	readonly append?: boolean | undefined;
	/**
	 * Where in the file the data goes, in bytes (REST before STOR, RFC 3659, 5): the data are the bytes from there on.
	 * What the file has beyond them, most servers keep and Pure-FTPd cuts off.
	 */
	readonly offset?: number | undefined;
	/** How many bytes a stream will give: for progress and `allocate`, and `verify` fails with WRONG_SIZE where it was another number. */
	readonly size?: number | undefined;
	/**
	 * Asks the server afterwards what the file is, before anything else is done, and fails with FTPProtocolError WRONG_HASH or WRONG_SIZE
	 * where that is not what was sent; the file stays there. `true`: by the strongest hash that both sides have, else by size. "size", "hash"
	 * or an algorithm: by that or not at all. With `offset` and `append` only by size, of which `append` asks beforehand, too. For large
	 * files see `timeouts.reply`: a server that computes a hash is silent. Not with `SmallFTPClient`.
	 */
	readonly verify?: Verify | undefined;
	/**
	 * Tells the server beforehand how many bytes there will be (ALLO): old servers want that, others refuse what does not fit before any of
	 * it is sent. `true`: where the size is known, by `size` or by the data, and not with `type: "ascii"`, which changes it. Not with
	 * `SmallFTPClient`.
	 */
	readonly allocate?: boolean | number | undefined;
	/**
	 * Uploads under a temporary name, `.NAME.RANDOM.part` in the same directory, compares the size where the server tells it (`verify` can do
	 * more), and renames: nobody sees half a file under its name. A path of your own is taken as the temporary one: for servers on which
	 * directories are not written with `/`, for one. Where the server does not let RNTO replace a file (550 or 553), that is removed first:
	 * for a moment there is none of that name then, and if the renaming fails all the same, the new one stays under its temporary name. In
	 * all other cases what was uploaded is removed where the upload fails or is aborted, unless `resume` wants it; in ten seconds at the
	 * most, and where the session was lost only with `retry`. `false` by default; not with `append` and `offset`, and not with `SmallFTPClient`.
	 */
	readonly atomic?: boolean | string | undefined;
	/**
	 * With a temporary path of your own in `atomic`: what is there already is the beginning of the same data, left by an upload that was
	 * interrupted, and this one goes on behind it (REST and STOR); it stays there if this one fails, too. Only you can know that it is: a
	 * name that stands for the data does it, and `verify: "hash"` finds out if not. From the first byte where that cannot be: where the
	 * source has no `rewindTo`, there is more than the data have, or the server does not begin in the middle. Not with `type: "ascii"`.
	 * `false` by default; not with `SmallFTPClient`.
	 */
	readonly resume?: boolean | undefined;
	/** Called as bytes move, and once at the end. */
	readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What has become of a download. */
export interface DownloadResult {
	/** Bytes received, in all attempts together. */
	readonly bytes: number;
	/**
	 * The server's final reply; undefined when `length` ended the transfer before it, or when it was lost with the connection after the last
	 * byte, and the next attempt found that nothing was missing.
	 */
	readonly reply: Reply | undefined;
}

/** What has become of an upload. */
export interface UploadResult {
	/** Bytes of the data that are at the server; with `resume` those too that were there already. */
	readonly bytes: number;
	/** The server's final reply. */
	readonly reply: Reply;
}
