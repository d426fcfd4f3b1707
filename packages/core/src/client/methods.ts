import type { Entry } from "../listing/entry.ts";
import { available } from "../operations/available.ts";
import { cd, cdup } from "../operations/cd.ts";
import { chmod } from "../operations/chmod.ts";
import { mkdir } from "../operations/directory.ts";
import { simple } from "../operations/exchange.ts";
import { exists } from "../operations/exists.ts";
import { hash } from "../operations/hash.ts";
import type { HashAlgorithm } from "../operations/hash-algorithms.ts";
import { help, site, status, system } from "../operations/information.ts";
import { names } from "../operations/list.ts";
import { modifiedAt } from "../operations/modified-at.ts";
import { pwd } from "../operations/pwd.ts";
import { type Quota, quota } from "../operations/quota.ts";
import { raw } from "../operations/raw.ts";
import { rename } from "../operations/rename.ts";
import { setModifiedAt } from "../operations/set-modified-at.ts";
import { size, sizeExact } from "../operations/size.ts";
import { stat } from "../operations/stat.ts";
import type { ServerProfile } from "../protocol/facts.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { checkDirectory, checkOptions, checkPath } from "./arguments.ts";
import type { CallOptions, DownloadOptions, ListOptions, UploadOptions, UploadResult } from "./calls.ts";
import type { Source } from "./data-plan.ts";
import { checkFlag } from "./demand.ts";
import { openDownload } from "./download-stream.ts";
import { checkListOptions, listFully, streamEntries } from "./full-listings.ts";
import { reveal } from "./inside.ts";
import { type Listing, listEntries } from "./listings.ts";
import { BaseMethods } from "./methods-base.ts";
import type { Settings } from "./options.ts";
import type { Keeper } from "./performer.ts";
import { checkRemovable, removeBelow } from "./remove-below.ts";
import type { Call } from "./session-keeper.ts";
import { ownSource, type UploadData } from "./sources.ts";
import { lookUp } from "./stat.ts";
import { sendUnique, type UniqueUploadOptions, type UniqueUploadResult } from "./unique-uploads.ts";
import { openUpload } from "./upload-stream.ts";
import { sendData, sendSource } from "./uploads.ts";
import { type WalkEntry, type WalkOptions, walkTree } from "./walk.ts";

/** Nobody knows what became of it when its reply is lost; another time it might do harm, or fail where it had succeeded. */
function mayHaveHappened(options: CallOptions): Call {
	return { ...checkOptions(options), repeat: "refused" };
}

/** All that `FTPClient` and `FTPPool` have in common. */
export abstract class FTPMethods extends BaseMethods {
	readonly #keeper: Keeper;
	readonly #settings: Settings;

	constructor(keeper: Keeper, settings: Settings) {
		super(keeper, settings);
		this.#keeper = keeper;
		this.#settings = settings;
		reveal(this, { keeper, settings });
	}

	/**
	 * What has been learnt of the server so far: that it refuses EPSV, that it wants one command at a time, and so on. A copy, plain JSON:
	 * keep it, and give it to the next client of this server as the option `profile`, so that nothing is found out twice. It is advice: where
	 * the server has changed, that is noticed, at the price of a round trip or two. Whether TLS sessions are resumed is asked anew at each
	 * `connect()`, whatever it says.
	 */
	get profile(): ServerProfile {
		return { ...this.#settings.session.profile };
	}

	/**
	 * Sends any other command, and gives its final reply.
	 * @throws FTPReplyError for 4yz and 5yz; FTPUsageError for commands that have a method or an option
	 */
	async command(verb: string, ...args: string[]): Promise<Reply> {
		return await this.#keeper.perform(() => raw(verb, ...args), mayHaveHappened({}));
	}

	/**
	 * Downloads a file as a stream of bytes, given out as soon as the server agrees. It closes only when the whole file has arrived. It is a
	 * byte stream, for BYOB readers too, except on Workers, where those give 4096 bytes at a time.
	 * Cancelling it keeps the session. While it is open it occupies the session: other calls wait; when one does and the stream
	 * is not read for `timeouts.stall`, it is given up. `close()` ends it: close the client when the stream has ended, not when the
	 * function that hands it on returns.
	 */
	async downloadStream(path: string, options: DownloadOptions = {}): Promise<ReadableStream<Uint8Array>> {
		return await openDownload(this.#keeper, this.#settings, checkPath(path), options);
	}

	/** Uploads what a source of your own gives, which is told when its bytes have gone. */
	async uploadFrom(source: Source, path: string, options: UploadOptions = {}): Promise<UploadResult> {
		return await sendSource(this.#keeper, this.#settings, checkPath(path), ownSource(source), undefined, options);
	}

	/**
	 * Uploads what is written to the stream, given out as soon as the server agrees. Its `close()` resolves when the server has
	 * confirmed the file. Aborting it keeps the session; what the server has stored by then stays there, unless it is
	 * `atomic`.
	 */
	async uploadStream(path: string, options: UploadOptions = {}): Promise<WritableStream<Uint8Array>> {
		return await openUpload(this.#keeper, this.#settings, checkPath(path), options);
	}

	/**
	 * Uploads a file into the current directory, under a name that the server chooses (STOU, RFC 959, 4.1.3). The result has the name,
	 * where the server tells it. It is never begun a second time in another session: that could leave two files.
	 */
	async uploadUnique(data: UploadData, options: UniqueUploadOptions = {}): Promise<UniqueUploadResult> {
		return await sendUnique(this.#keeper, this.#settings, data, options);
	}

	/** Adds to the end of a file (APPE), making it if it is not there. */
	async append(path: string, data: UploadData, options: UploadOptions = {}): Promise<UploadResult> {
		return await sendData(this.#keeper, this.#settings, checkPath(path), data, { ...checkOptions(options), append: true });
	}

	override async list(path = "", options: ListOptions = {}): Promise<Entry[]> {
		return await listFully(this.#keeper, this.#settings, path, options);
	}

	/**
	 * Lists a directory like `list()`, but entry by entry as they come; leaving the loop ends the transfer and keeps the session. With
	 * `serverTimeZone: "auto"`, as long as the zone is not known, and with `via: "control"` they come when all are there.
	 */
	listStream(path = "", options: ListOptions = {}): AsyncIterableIterator<Entry> {
		return streamEntries(this.#keeper, this.#settings, path, options);
	}

	/**
	 * Everything below a directory, each directory before what is in it. Symlinks are not followed. Other calls can be made between two entries.
	 * A directory that the server refuses to list ends it with that error.
	 * @throws FTPProtocolError LIMIT_EXCEEDED beyond `limits.treeDepth` and `limits.treeEntries`
	 */
	walk(path = "", options: WalkOptions = {}): AsyncIterableIterator<WalkEntry> {
		return walkTree(this.#keeper, this.#settings, path, options);
	}

	/** The names in a directory (NLST), as the server gives them: some give them with the path in front. */
	async names(path = "", options: Omit<ListOptions, "via"> = {}): Promise<string[]> {
		const { hidden } = checkListOptions(options);
		const listing: Listing = (_, onFormat) => names(path, hidden, onFormat);
		const entries = await listEntries(this.#keeper, this.#settings, path, options, listing);
		// Pure-FTPd names the directory itself, and the one above.
		return entries.map((entry) => entry.name).filter((name) => !/(?:^|\/)\.\.?$/.test(name));
	}

	/**
	 * What the server knows about one path: MLST; else what the listing of its directory says, and MDTM where that tells the time more exactly;
	 * else SIZE and MDTM, or whether it is a directory. Names are compared as they are written: where the server takes no notice of
	 * case, one in another case gets the last of these ways.
	 * @throws FTPReplyError, mostly 550, where there is nothing of that name
	 */
	async stat(path: string, options: CallOptions = {}): Promise<Entry> {
		return await lookUp(this.#keeper, this.#settings, path, options, stat);
	}

	/** Whether there is a file or directory of that name. What the server will not say is an error. */
	async exists(path: string, options: CallOptions = {}): Promise<boolean> {
		return await lookUp(this.#keeper, this.#settings, path, options, exists);
	}

	/** A file's size in bytes (SIZE, RFC 3659, 4). Past 2^53 it is rounded: `sizeExact()` is not. */
	async size(path: string, options: CallOptions = {}): Promise<number> {
		return await this.#at(path, options, () => size(path));
	}

	/** A file's size in bytes, exact however large it is. */
	async sizeExact(path: string, options: CallOptions = {}): Promise<bigint> {
		return await this.#at(path, options, () => sizeExact(path));
	}

	/**
	 * The hash of a file, computed by the server, in lower-case hex: by HASH, or by the command of the algorithm alone, such as XSHA256 or
	 * XCRC. A server is silent until it has read the whole file: `timeouts.reply` must be long enough for that.
	 * @throws FTPUsageError UNSUPPORTED where the server does not offer the algorithm in `features`
	 */
	async hash(path: string, algorithm: HashAlgorithm, options: CallOptions = {}): Promise<string> {
		return await this.#at(path, options, () => hash(path, algorithm));
	}

	/** When a file was last modified (MDTM, RFC 3659, 3). */
	async modifiedAt(path: string, options: CallOptions = {}): Promise<Date> {
		return await this.#at(path, options, () => modifiedAt(path));
	}

	/**
	 * Sets when a file was last modified, in whole seconds: MFMT, else MDTM with a time, else SITE UTIME.
	 * @throws FTPReplyError where the server refuses, or knows none of them; FTPUsageError for a date that is none
	 */
	async setModifiedAt(path: string, date: Date, options: CallOptions = {}): Promise<void> {
		await this.#at(path, options, () => setModifiedAt(path, date));
	}

	/** Sets permission bits (SITE CHMOD): `0o644`, or as listings write them, `"0644"`, `"rw-r--r--"`. Mostly for Unix servers. */
	async chmod(path: string, mode: number | string, options: CallOptions = {}): Promise<void> {
		await this.#at(path, options, () => chmod(path, mode));
	}

	/** How many bytes can still be stored in a directory, by default the current one (AVBL). @throws FTPReplyError where that is not known */
	async available(directory = "", options: CallOptions = {}): Promise<number> {
		checkDirectory(directory);
		return await this.#keeper.perform(() => available(directory), options);
	}

	/** How much this user may transfer, and has (SITE QUOTA, as ProFTPD has it). @throws FTPReplyError where that is not known */
	async quota(options: CallOptions = {}): Promise<Quota> {
		return await this.#keeper.perform(quota, options);
	}

	/** The server's operating system, in its own words (SYST). */
	async system(options: CallOptions = {}): Promise<string> {
		return await this.#keeper.perform(system, options);
	}

	/** What the server says of the session, or of a path: text for people (STAT). */
	async status(path = "", options: CallOptions = {}): Promise<Reply> {
		checkDirectory(path);
		return await this.#keeper.perform(() => status(path), options);
	}

	/** What the server says of its commands, or of one: text for people (HELP). */
	async help(topic = "", options: CallOptions = {}): Promise<Reply> {
		return await this.#keeper.perform(() => help(topic), options);
	}

	/** Sends a command of this server's own (SITE), and gives its final reply. @throws FTPReplyError for 4yz and 5yz */
	async site(command: string, ...args: string[]): Promise<Reply> {
		return await this.#keeper.perform(() => site(command, ...args), mayHaveHappened({}));
	}

	/** Renames a file or directory, or moves it (RNFR, RNTO). Many servers replace a file that has the new name. */
	async rename(from: string, to: string, options: CallOptions = {}): Promise<void> {
		checkPath(to);
		await this.#at(from, mayHaveHappened(options), () => rename(from, to));
	}

	/** Removes a file (DELE). */
	async remove(path: string, options: CallOptions = {}): Promise<void> {
		await this.#at(path, mayHaveHappened(options), () => simple("DELE", path));
	}

	/** Makes a directory (MKD); with `recursive` also those above it, and it may be there already. */
	async mkdir(path: string, options: CallOptions & { readonly recursive?: boolean | undefined } = {}): Promise<void> {
		const { recursive } = checkOptions(options);
		checkFlag(recursive, "recursive");
		await this.#at(path, recursive ? options : mayHaveHappened(options), () => mkdir(path, options));
	}

	/**
	 * Removes an empty directory (RMD); with `recursive` also what is in it: symlinks, never what they point to. `removeTree()` does that with a
	 * filter, with several sessions, and past what cannot be removed.
	 */
	async rmdir(path: string, options: CallOptions & { readonly recursive?: boolean | undefined } = {}): Promise<void> {
		const { recursive, signal, retry } = checkOptions(options);
		checkFlag(recursive, "recursive");
		if (recursive) {
			checkRemovable(path);
			const found = walkTree(this.#keeper, this.#settings, path, { signal, retry }, true);
			await removeBelow(found, this.remove.bind(this), this.rmdir.bind(this), { signal, retry });
		}
		await this.#at(path, mayHaveHappened(options), () => simple("RMD", path));
	}

	/** The current directory (PWD). */
	async pwd(options: CallOptions = {}): Promise<string> {
		return await this.#keeper.perform(pwd, options);
	}

	/** Changes the current directory (CWD). */
	async cd(path: string, options: CallOptions = {}): Promise<void> {
		await this.#at(path, { ...checkOptions(options), moves: true }, () => cd(path));
	}

	/** Changes to the directory above (CDUP). */
	async cdup(options: CallOptions = {}): Promise<void> {
		await this.#keeper.perform(cdup, { ...checkOptions(options), moves: true });
	}

	async #at<T>(path: string, call: Call, operation: () => Operation<T>): Promise<T> {
		checkPath(path);
		return await this.#keeper.perform(operation, call);
	}
}
