import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { FileToWrite } from "./file-sink.ts";
import { AT_ONCE, hasErrno, NO_FOLLOW, reasonOf, unlessMissing } from "./local-file.ts";
import { partName } from "./part-name.ts";

export interface PartOptions {
	/**
	 * Stands for the bytes that are wanted. With it, what has arrived stays when the rest does not, for who comes with the same identity. There may be two
	 * of them at once: both write the same bytes to the same places, so neither is spoilt by the other. Whatever is to hold other
	 * bytes gets a file of its own.
	 */
	readonly identity?: string | undefined;
	/** The bytes, and then the name, are on the disk before the file is called complete. */
	readonly fsync?: boolean | undefined;
	/** When the file was last modified. */
	readonly modifiedAt?: Date | undefined;
	/** Called just before the file is made and before it gets its name, neither of which happens where it fails. */
	readonly check?: (() => Promise<unknown>) | undefined;
}

/** A file that is being written under a temporary name in the same folder, until it is complete: half a file never has the name. */
export class PartFile implements FileToWrite {
	/** What it is called at present. */
	readonly name: string;
	/** Where it will be. */
	readonly #place: string;
	/** Where it is. */
	readonly #part: string;
	readonly #options: PartOptions;
	/** How many bytes are there from another attempt. */
	#from = 0;
	/** It was made or found: there is something that may have to go. */
	#isThere = false;
	/** What is in it is not what its identity stands for. */
	isSpoilt = false;

	constructor(place: string, options: PartOptions = {}) {
		this.name = partName(basename(place), options.identity);
		this.#place = place;
		this.#part = join(dirname(place), this.name);
		this.#options = options;
	}

	/**
	 * How many bytes are there from another attempt. Of a file that is there as a whole they are all but one, for without its last byte nobody
	 * has said that it is complete, and servers disagree on whether one can begin behind it.
	 * @param size how many bytes the file has: more, and what is there is no beginning of it
	 */
	async take(size: number = Number.POSITIVE_INFINITY): Promise<number> {
		const stats = this.#options.identity === undefined ? undefined : await unlessMissing(lstat(this.#part));
		if (!stats) return 0;
		this.#isThere = true;
		if (isOurs(stats) && stats.size <= size) this.#from = Math.max(0, Math.min(stats.size, size - 1));
		// A stranger's: what it holds, and who else holds it, nobody knows.
		else await unlink(this.#part);
		return this.#from;
	}

	async open(): Promise<FileHandle> {
		await this.#options.check?.();
		const flags = constants.O_WRONLY | AT_ONCE | NO_FOLLOW;
		if (this.#from > 0) return await onlyFrom(this.#from, await open(this.#part, flags));
		if (this.#isThere) await unlessMissing(unlink(this.#part));
		const before = await unlessMissing(lstat(this.#place));
		// What only some may read must not be open to others while it arrives.
		const mode = before?.isFile() ? before.mode & 0o666 : 0o666;
		const handle = await open(this.#part, flags | constants.O_CREAT | constants.O_EXCL, mode);
		this.#isThere = true;
		return handle;
	}

	/** In a file of its own, if this one may be somebody else's, too. What it will hold is perhaps not what the identity stands for. */
	async restart(handle: FileHandle): Promise<FileHandle> {
		if (this.#options.identity === undefined) {
			await handle.truncate();
			return handle;
		}
		await handle.close();
		this.isSpoilt = true;
		this.#from = 0;
		return await this.open();
	}

	async complete(handle: FileHandle): Promise<void> {
		const { fsync, modifiedAt, check } = this.#options;
		try {
			await resemble(handle, await unlessMissing(lstat(this.#place)));
			if (modifiedAt) await handle.utimes(modifiedAt, modifiedAt);
			if (fsync) await handle.sync();
			await check?.();
			await mustBe(this.#part, handle);
		} catch (error) {
			await this.abandon(handle);
			throw error;
		}
		// Before it gets its name: Windows renames no file that is open.
		await handle.close();
		try {
			await rename(this.#part, this.#place);
		} catch (error) {
			await this.abandon(undefined);
			throw hasErrno(error, "EPERM", "EACCES", "EBUSY") ? held(this.#place, error) : error;
		}
		if (fsync) await syncFolder(dirname(this.#place));
	}

	async abandon(handle: FileHandle | undefined): Promise<void> {
		await handle?.close();
		const isKept = this.#options.identity !== undefined && !this.isSpoilt;
		if (this.#isThere && !isKept) await unlessMissing(unlink(this.#part));
	}
}

/** A regular file of this user's, under no other name: nobody has prepared it so that bytes go where they should not. */
function isOurs(stats: Stats): boolean {
	return stats.isFile() && stats.nlink === 1 && stats.uid === (process.geteuid?.() ?? stats.uid);
}

async function onlyFrom(from: number, handle: FileHandle): Promise<FileHandle> {
	const stats = await handle.stat();
	if (isOurs(stats) && stats.size >= from) return handle;
	await handle.close();
	throw new Error("what an interrupted download had left was changed meanwhile");
}

/** Another process may have removed it, or put another one in its place. */
async function mustBe(path: string, handle: FileHandle): Promise<void> {
	const there = await unlessMissing(lstat(path, { bigint: true }));
	const own = await handle.stat({ bigint: true });
	if (there?.ino !== own.ino || there.dev !== own.dev) throw new Error("its temporary file was removed while it was written");
}

/** The new file gets the owner, where that is allowed, and the permissions of the one that it replaces. */
async function resemble(handle: FileHandle, before: Stats | undefined): Promise<void> {
	if (!before?.isFile()) return;
	const { uid, gid, mode } = await handle.stat();
	if (before.uid !== uid || before.gid !== gid) await handle.chown(before.uid, before.gid).catch(() => undefined);
	if ((before.mode & 0o777) !== (mode & 0o777)) await handle.chmod(before.mode & 0o777);
}

/** Then the name, too, is on the disk. Windows has no such thing. */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform === "win32") return;
	const handle = await open(folder, constants.O_RDONLY);
	await handle.sync().finally(() => handle.close());
}

function held(place: string, cause: unknown): Error {
	const reason = "cannot be replaced, perhaps because a program has it open or its folder is protected";
	return new Error(`it arrived whole, but ${place} ${reason}: ${reasonOf(cause)}`, { cause });
}
