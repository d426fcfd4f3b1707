import type { Entry } from "../listing/entry.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { checkOptions, checkPath } from "./arguments.ts";
import type { Bytes, CallOptions, DownloadOptions, DownloadResult, UploadOptions, UploadResult } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import { demand } from "./demand.ts";
import { receive } from "./downloads.ts";
import { listEntries } from "./listings.ts";
import type { Settings } from "./options.ts";
import type { Keeper } from "./performer.ts";
import { BytesSink } from "./sinks.ts";
import type { UploadData } from "./sources.ts";
import { sendData } from "./uploads.ts";

/** What every client has, the smallest too. A class cannot be shaken out in parts: whatever is here, everybody carries. */
export abstract class BaseMethods {
	readonly #keeper: Keeper;
	readonly #settings: Settings;

	constructor(keeper: Keeper, settings: Settings) {
		this.#keeper = keeper;
		this.#settings = settings;
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

	/** What the server said first, with secrets replaced. */
	get greeting(): Reply | undefined {
		return this.#keeper.facts?.greeting;
	}

	/** What the server can do (FEAT, RFC 2389), names in upper case: `features.has("MLST")`. */
	get features(): ReadonlyMap<string, string> {
		return this.#keeper.facts?.features ?? new Map();
	}

	/** Runs an operation written with the primitives of `@isoftp/core/protocol`. */
	async run<T>(operation: Operation<T>, options: CallOptions = {}): Promise<T> {
		demand(typeof operation?.next === "function", "run() takes an operation, which is a generator");
		return await this.#keeper.perform(() => operation, { ...checkOptions(options), repeat: "never" });
	}

	/** Downloads a file (RETR) into memory: `limits.maxBytes` of it at the most, unless `maxBytes` says otherwise. */
	async download(path: string, options: DownloadOptions = {}): Promise<Bytes> {
		const sink = new BytesSink();
		const { maxBytes = this.#settings.limits.maxBytes } = checkOptions(options);
		await this.downloadTo(sink, path, { ...options, maxBytes });
		return sink.bytes();
	}

	/** Downloads a file into a place of your own, which gets the bytes with the least copying that the runtime allows. */
	async downloadTo(sink: Sink, path: string, options: DownloadOptions = {}): Promise<DownloadResult> {
		return await receive(this.#keeper, this.#settings, sink, path, options);
	}

	/** Uploads a file (STOR), replacing what is there. Text is sent as UTF-8. Streams are read as fast as the server takes them. */
	async upload(path: string, data: UploadData, options: UploadOptions = {}): Promise<UploadResult> {
		return await sendData(this.#keeper, this.#settings, checkPath(path), data, options);
	}

	/**
	 * Lists a directory, by default the current one: MLSD where the server has it, else LIST. The entries for the directory itself
	 * and the one above are left out. Lines that nobody understands come as entries of type "unknown".
	 */
	async list(path = "", options: CallOptions = {}): Promise<Entry[]> {
		return await listEntries(this.#keeper, this.#settings, path, options);
	}
}
