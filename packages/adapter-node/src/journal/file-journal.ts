import { constants } from "node:fs";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { resolve } from "node:path";
import { FTPUsageError, type Journal } from "@isoftp/core";
import { unlessMissing } from "../local-file.ts";
import { isCut, linesOf } from "./lines.ts";
import { lock, unlock } from "./lock.ts";

/** How a journal is kept in a file. */
export interface FileJournalOptions {
	/** Each line is on the disk before it counts, so that a loss of power loses none: files are copied twice otherwise, never too seldom. `false` by default. */
	readonly fsync?: boolean | undefined;
}

/** A journal in a file. It is opened when it is first used, and is there until a run is complete. */
export interface FileJournal extends Journal, AsyncDisposable {
	/** Gives the file free, and keeps what is in it: for a run that has failed, or was stopped. Safe twice. */
	close(): Promise<void>;
}

/**
 * Keeps the journal of a tree's run in a file, a line each. What was added survives the end of the process, `kill -9` too; at most the
 * last line is cut then. Only one run at a time may use it: `PATH.lock` tells which, and is replaced where that process is dead.
 * @throws FTPUsageError BAD_ARGUMENT for what is no path; a journal that is in use, or cannot be written, ends the run that it is given to
 */
export function fileJournal(path: string, options: FileJournalOptions = {}): FileJournal {
	if (typeof path !== "string" || path === "" || path.includes("\0")) throw wrong("A journal must be a path");
	if (typeof options !== "object" || options === null) throw wrong("Options must be an object");
	const { fsync = false } = options;
	if (typeof fsync !== "boolean") throw wrong("fsync must be true or false");
	return new OneFile(resolve(path), fsync);
}

class OneFile implements FileJournal {
	readonly #path: string;
	readonly #fsync: boolean;
	#handle: FileHandle | undefined;
	/** It ends in the middle of a line, of which nothing is taken away: it might be somebody else's file. */
	#isCut = false;
	/** What is under way: each waits for the one before. */
	#last: Promise<unknown> = Promise.resolve();

	constructor(path: string, fsync: boolean) {
		this.#path = path;
		this.#fsync = fsync;
	}

	async *read(): AsyncIterableIterator<string> {
		yield* linesOf(await this.#next(() => this.#opened()));
	}

	async append(line: string): Promise<void> {
		if (/\n/.test(line)) throw wrong("A line of a journal must be one line");
		await this.#next(async () => {
			const handle = await this.#opened();
			await handle.appendFile(`${this.#isCut ? "\n" : ""}${line}\n`);
			this.#isCut = false;
			if (this.#fsync) await handle.datasync();
		});
	}

	async clear(): Promise<void> {
		await this.#next(async () => {
			await this.#opened();
			await unlessMissing(unlink(this.#path));
			await this.#end();
		});
	}

	async close(): Promise<void> {
		await this.#next(() => this.#end());
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.close();
	}

	#next<T>(job: () => Promise<T>): Promise<T> {
		const done = this.#last.then(job);
		this.#last = done.catch(() => undefined);
		return done;
	}

	async #opened(): Promise<FileHandle> {
		if (this.#handle) return this.#handle;
		await lock(`${this.#path}.lock`);
		let handle: FileHandle | undefined;
		try {
			handle = await open(this.#path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
			this.#isCut = await isCut(handle);
			this.#handle = handle;
			return handle;
		} catch (error) {
			await handle?.close();
			await unlock(`${this.#path}.lock`);
			throw error;
		}
	}

	async #end(): Promise<void> {
		if (!this.#handle) return;
		const handle = this.#handle;
		this.#handle = undefined;
		await handle.close();
		await unlock(`${this.#path}.lock`);
	}
}

function wrong(message: string): FTPUsageError {
	return new FTPUsageError("BAD_ARGUMENT", message);
}
