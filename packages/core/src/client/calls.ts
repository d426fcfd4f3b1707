import type { RepresentationType } from "../operations/representation-type.ts";
import type { Reply } from "../protocol/reply.ts";
import { checkCount, checkOptions } from "./arguments.ts";
import type { DataPlan, Sink, Source } from "./data-plan.ts";
import { checkFlag, checkFunction, demand } from "./demand.ts";
import type { Settings } from "./options.ts";
import { callersError } from "./pump.ts";
import type { Retry } from "./retry.ts";
import { bounded } from "./sinks.ts";
import type { Cared, TransferType, Verify } from "./transfer-care.ts";

/**
 * `Uint8Array` with a buffer of its own, which web APIs such as `Blob` and `crypto.subtle` ask for since TypeScript 5.9; written so
 * that older ones understand it.
 */
export type Bytes = ReturnType<Uint8ArrayConstructor["of"]>;

/** Every operation takes these. */
export interface CallOptions {
	/** Aborting it ends the operation with FTPAbortError; the session stays usable where the server plays along. */
	readonly signal?: AbortSignal | undefined;
	/** Whether this call is tried again where the connection is lost: instead of what the client's own `retry` says. */
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

export interface Progress {
	/** Bytes moved so far in this attempt. */
	readonly bytes: number;
	/** How many there will be, where that is known. */
	readonly total: number | undefined;
	/** 1 for the first attempt. */
	readonly attempt: number;
}

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
	 * What the file is known to be, from a listing for instance. With an `offset` it is asked beforehand whether it still is, and the download
	 * fails with FTPProtocolError CHANGED before a byte is handed over where it is not. Fewer or more bytes than `size` are WRONG_SIZE in any case.
	 */
	readonly expect?: FileIdentity | undefined;
	/** Called as bytes move, and once at the end. */
	readonly onProgress?: ((progress: Progress) => void) | undefined;
}

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
	 * Uploads under a temporary name beside it, compares the size where the server tells it, and renames: nobody sees half a file under its name.
	 * A path of your own is taken as the temporary one. What was uploaded is removed where the upload fails, unless `resume` wants it.
	 * `false` by default; not with `append` and `offset`, and not with `SmallFTPClient`.
	 */
	readonly atomic?: boolean | string | undefined;
	/**
	 * With a temporary path of your own in `atomic`: what is there already is the beginning of the same data, left by an upload that was
	 * interrupted, and this one goes on behind it; it stays there if this one fails, too. The source must be able to do that (bytes, Blob,
	 * `rewindTo`). `false` by default.
	 */
	readonly resume?: boolean | undefined;
	/** Called as bytes move, and once at the end. */
	readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface DownloadResult {
	/** Bytes received. */
	readonly bytes: number;
	/** The server's final reply; undefined when `length` ended the transfer before it. */
	readonly reply: Reply | undefined;
}

export interface UploadResult {
	/** Bytes sent. */
	readonly bytes: number;
	/** The server's final reply. */
	readonly reply: Reply;
}

/** A transfer's plan, and what reports its end. */
export interface Planned {
	readonly plan: DataPlan;
	readonly type: RepresentationType;
	/** What is to be done in front of the transfer and behind it, in the same turn. */
	readonly around: Cared<Sink>["around"];
	/** Hands over what is left, and makes the last progress report. */
	finish(byteCount: number): Promise<void>;
}

/** @throws FTPUsageError BAD_ARGUMENT */
export function planDownload(
	sink: Sink,
	path: string,
	options: DownloadOptions,
	{ parts, dialer }: Settings,
	onBegin?: () => void,
): Planned {
	checkOptions(options);
	demand(typeof sink?.write === "function", "The place that a download goes to must have a write()");
	const offset = checkCount(options.offset, "offset") ?? 0;
	const length = checkCount(options.length, "length");
	const maxBytes = options.maxBytes === Number.POSITIVE_INFINITY ? undefined : checkCount(options.maxBytes, "maxBytes");
	const progress = new ProgressReport(options.onProgress, undefined);
	const { through, finish, ...rest } = parts.care.download(bounded(sink, maxBytes), path, options, dialer);
	const plan: DataPlan = {
		sink: through,
		length,
		onBegin(reply) {
			// Servers disagree on whether the size they name counts from the offset. With other line ends it will be another number.
			const announced = reply && offset === 0 && rest.type === "I" ? announcedSize(reply) : undefined;
			if (announced !== undefined) progress.total = Math.min(announced, length ?? announced);
			onBegin?.();
		},
		onBytes: (byteCount) => progress.report(byteCount),
	};
	return { plan, ...rest, finish: (byteCount) => finish().then(() => progress.finish(byteCount)) };
}

/** @throws FTPUsageError BAD_ARGUMENT */
export function planUpload(
	source: Source,
	path: string,
	total: number | undefined,
	options: UploadOptions,
	{ parts, dialer }: Settings,
): Planned {
	checkOptions(options);
	checkFlag(options.append, "append");
	checkCount(options.offset, "offset");
	const size = total ?? checkCount(options.size, "size");
	const { through, finish, ...rest } = parts.care.upload(source, path, options, dialer, size);
	// With other line ends it will be another number.
	const progress = new ProgressReport(options.onProgress, rest.type === "A" ? undefined : size);
	const plan: DataPlan = { source: through, onBytes: (byteCount) => progress.report(byteCount) };
	return { plan, ...rest, finish: (byteCount) => finish().then(() => progress.finish(byteCount)) };
}

class ProgressReport {
	readonly #onProgress: ((progress: Progress) => void) | undefined;
	#failure: { readonly cause: unknown } | undefined;
	total: number | undefined;

	constructor(onProgress: ((progress: Progress) => void) | undefined, total: number | undefined) {
		checkFunction(onProgress, "onProgress");
		this.#onProgress = onProgress;
		this.total = total;
	}

	/** @throws FTPAbortError when the caller's function fails, or has failed since the last time */
	report(bytes: number): void {
		try {
			if (this.#failure) throw this.#failure.cause;
			Promise.resolve(this.#onProgress?.({ bytes, total: this.total, attempt: 1 })).catch((cause) => {
				this.#failure = { cause };
			});
		} catch (cause) {
			throw callersError(cause, "onProgress");
		}
	}

	finish(bytes: number): void {
		this.total ??= bytes;
		this.report(bytes);
	}
}

/** "150 Opening BINARY mode data connection for x (1234 bytes)." A hint, which may be wrong: files grow. */
function announcedSize(reply: Reply): number | undefined {
	const digits = /\((\d{1,15}) bytes\)[.\s]*$/i.exec(reply.text)?.[1];
	return digits === undefined ? undefined : Number(digits);
}
