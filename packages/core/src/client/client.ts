import { FTPUsageError } from "../errors/index.ts";
import type { Entry } from "../listing/entry.ts";
import { cd, cdup } from "../operations/cd.ts";
import { mkdir } from "../operations/directory.ts";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { names } from "../operations/list.ts";
import { modifiedAt } from "../operations/modified-at.ts";
import { pwd } from "../operations/pwd.ts";
import { raw } from "../operations/raw.ts";
import { rename } from "../operations/rename.ts";
import { size } from "../operations/size.ts";
import { exists, stat } from "../operations/stat.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { checkOptions, checkPath } from "./arguments.ts";
import {
	type Bytes,
	type CallOptions,
	type DownloadOptions,
	planDownload,
	type UploadOptions,
	type UploadResult,
} from "./calls.ts";
import { openDownload } from "./download-stream.ts";
import { listEntries, streamEntries } from "./listings.ts";
import { type CoreOptions, type Settings, settingsOf } from "./options.ts";
import { SessionKeeper } from "./session-keeper.ts";
import { BytesSink } from "./sinks.ts";
import { openUpload } from "./upload-stream.ts";
import { sendData, type UploadData } from "./uploads.ts";

/**
 * An FTP client: one session with one server.
 *
 * Calls made at the same time wait for their turn and never interleave. Every call but `command()` takes a `signal`. Whatever fails, fails with
 * an `FTPError`; a method called before `connect()` or after `close()` fails with `FTPUsageError` and sends nothing.
 *
 * Paths go to the server as they are. Where nothing else is said, a method fails with `FTPReplyError` when the server refuses,
 * with `FTPNetworkError` or `FTPTimeoutError` when the network does.
 */
export class FTPClient {
	readonly #settings: Settings;
	readonly #keeper: SessionKeeper;

	/**
	 * @param host the server's name or address
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	constructor(host: string, options: CoreOptions) {
		this.#settings = settingsOf(host, options);
		this.#keeper = new SessionKeeper(this.#settings);
	}

	/**
	 * Connects, starts TLS where `secure` asks for it, and logs in. After `close()`, or when the session was lost, it can be called
	 * again for a new session.
	 * @throws FTPReplyError 530 for a wrong password; FTPTLSError when TLS is not offered, or the certificate not accepted
	 */
	async connect(options: CallOptions = {}): Promise<void> {
		await this.#keeper.connect(options);
	}

	/** Ends the session: politely if it is idle, else at once. Safe at any time, twice, and before `connect()`; never fails. */
	async close(): Promise<void> {
		await this.#keeper.close();
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.close();
	}

	/** Whether the session has ended, by `close()` or by itself. False before the first `connect()`. */
	get closed(): boolean {
		return this.#keeper.isClosed;
	}

	/** Whether there is a session, with TLS on its control connection. */
	get secured(): boolean {
		return !this.closed && (this.#keeper.facts?.secured ?? false);
	}

	/** What the server said first. */
	get greeting(): Reply | undefined {
		return this.#keeper.facts?.greeting;
	}

	/** What the server can do (FEAT, RFC 2389), names in upper case: `features.has("MLST")`. */
	get features(): ReadonlyMap<string, string> {
		return this.#keeper.facts?.features ?? new Map();
	}

	/**
	 * Sends any other command, and gives its final reply.
	 * @throws FTPReplyError for 4yz and 5yz; FTPUsageError for commands that have a method or an option
	 */
	async command(verb: string, ...args: string[]): Promise<Reply> {
		return await this.#keeper.perform(() => raw(verb, ...args));
	}

	/** Runs an operation written with the primitives of `@isoftp/core/protocol`. */
	async run<T>(operation: Operation<T>, options: CallOptions = {}): Promise<T> {
		if (typeof operation?.next !== "function")
			throw new FTPUsageError("BAD_ARGUMENT", "run() takes an operation, which is a generator");
		return await this.#keeper.perform(() => operation, { ...checkOptions(options), isOnce: true });
	}

	/** Downloads a file (RETR). */
	async download(path: string, options: DownloadOptions = {}): Promise<Bytes> {
		const sink = new BytesSink();
		const { plan, finish } = planDownload(sink, options);
		const { offset } = options;
		checkPath(path);
		const { byteCount } = await this.#keeper.perform(() => download(path, { offset }), { ...plan, signal: options.signal });
		finish(byteCount);
		return sink.bytes();
	}

	/**
	 * Downloads a file as a byte stream, given out as soon as the server agrees. It closes only when the whole file has arrived.
	 * Cancelling it keeps the session. While it is open it occupies the session: other calls wait; when one does and the stream
	 * is not read for `timeouts.stall`, it is given up. `close()` ends it: close the client when the stream has ended, not when the
	 * function that hands it on returns.
	 */
	async downloadStream(path: string, options: DownloadOptions = {}): Promise<ReadableStream<Uint8Array>> {
		return await openDownload(this.#keeper, checkPath(path), options);
	}

	/** Uploads a file (STOR), replacing what is there. Text is sent as UTF-8. Streams are read as fast as the server takes them. */
	async upload(path: string, data: UploadData, options: UploadOptions = {}): Promise<UploadResult> {
		return await sendData(this.#keeper, checkPath(path), data, options);
	}

	/**
	 * Uploads what is written to the stream, given out as soon as the server agrees. Its `close()` resolves when the server has
	 * confirmed the file. Aborting it keeps the session; what the server has stored by then stays there.
	 */
	async uploadStream(path: string, options: UploadOptions = {}): Promise<WritableStream<Uint8Array>> {
		return await openUpload(this.#keeper, checkPath(path), options);
	}

	/** Adds to the end of a file (APPE), making it if it is not there. */
	async append(path: string, data: UploadData, options: UploadOptions = {}): Promise<UploadResult> {
		return await sendData(this.#keeper, checkPath(path), data, { ...options, append: true });
	}

	/**
	 * Lists a directory, by default the current one: MLSD where the server has it, else LIST. The entries for the directory itself
	 * and the one above are left out. Lines that nobody understands come as entries of type "unknown".
	 */
	async list(path = "", options: CallOptions = {}): Promise<Entry[]> {
		return await listEntries(this.#keeper, this.#settings, path, options);
	}

	/** The same, entry by entry as they come; leaving the loop ends the transfer and keeps the session. */
	listStream(path = "", options: CallOptions = {}): AsyncIterableIterator<Entry> {
		return streamEntries(this.#keeper, this.#settings, path, options);
	}

	/** The names in a directory (NLST), as the server gives them: some give them with the path in front. */
	async names(path = "", options: CallOptions = {}): Promise<string[]> {
		const entries = await listEntries(this.#keeper, this.#settings, path, options, (_, onFormat) => {
			onFormat("names");
			return names(path);
		});
		// Pure-FTPd names the directory itself, and the one above.
		return entries.map((entry) => entry.name).filter((name) => !/(?:^|\/)\.\.?$/.test(name));
	}

	/** What the server knows about one path: MLST, else SIZE and MDTM, else whether it is a directory. */
	async stat(path: string, options: CallOptions = {}): Promise<Entry> {
		checkPath(path);
		return await this.#keeper.perform(() => stat(path), options);
	}

	/** Whether there is a file or directory of that name. */
	async exists(path: string, options: CallOptions = {}): Promise<boolean> {
		checkPath(path);
		return await this.#keeper.perform(() => exists(path), options);
	}

	/** A file's size in bytes (SIZE, RFC 3659, 4). */
	async size(path: string, options: CallOptions = {}): Promise<number> {
		checkPath(path);
		return await this.#keeper.perform(() => size(path), options);
	}

	/** When a file was last modified (MDTM, RFC 3659, 3). */
	async modifiedAt(path: string, options: CallOptions = {}): Promise<Date> {
		checkPath(path);
		return await this.#keeper.perform(() => modifiedAt(path), options);
	}

	/** Renames a file or directory, or moves it (RNFR, RNTO). Many servers replace a file that has the new name. */
	async rename(from: string, to: string, options: CallOptions = {}): Promise<void> {
		checkPath(from);
		checkPath(to);
		await this.#keeper.perform(() => rename(from, to), options);
	}

	/** Removes a file (DELE). */
	async remove(path: string, options: CallOptions = {}): Promise<void> {
		await this.#simple("DELE", path, options);
	}

	/** Makes a directory (MKD); with `recursive` also those above it, and it may be there already. */
	async mkdir(path: string, options: CallOptions & { readonly recursive?: boolean | undefined } = {}): Promise<void> {
		checkPath(path);
		await this.#keeper.perform(() => mkdir(path, options), options);
	}

	/** Removes an empty directory (RMD). */
	async rmdir(path: string, options: CallOptions = {}): Promise<void> {
		await this.#simple("RMD", path, options);
	}

	/** The current directory (PWD). */
	async pwd(options: CallOptions = {}): Promise<string> {
		return await this.#keeper.perform(() => pwd(), options);
	}

	/** Changes the current directory (CWD). */
	async cd(path: string, options: CallOptions = {}): Promise<void> {
		checkPath(path);
		await this.#keeper.perform(() => cd(path), options);
	}

	/** Changes to the directory above (CDUP). */
	async cdup(options: CallOptions = {}): Promise<void> {
		await this.#keeper.perform(() => cdup(), options);
	}

	async #simple(verb: string, path: string, options: CallOptions): Promise<void> {
		checkPath(path);
		await this.#keeper.perform(() => simple(verb, path), options);
	}
}
