import { type FileHandle, unlink } from "node:fs/promises";
import type { FileToWrite } from "./file-sink.ts";
import { openToWrite, reach } from "./local-file.ts";

/** A file that is continued from some byte on; what it has from there on is lost with the first bytes that come. */
export class FileInPlace implements FileToWrite {
	readonly #path: string;
	readonly #from: number;
	readonly #fsync: boolean;
	#isNew = false;

	/** @param fsync its bytes are on the disk when it is complete */
	constructor(path: string, from: number, fsync = false) {
		this.#path = path;
		this.#from = from;
		this.#fsync = fsync;
	}

	async open(): Promise<FileHandle> {
		const { handle, isNew } = await openToWrite(this.#path);
		this.#isNew = isNew;
		try {
			// It may have become another one since the download was asked for.
			if (this.#from > 0) reach(this.#path, (await handle.stat()).size, this.#from);
			if (!isNew) await handle.truncate(this.#from);
			return handle;
		} catch (error) {
			await this.abandon(handle);
			throw error;
		}
	}

	async complete(handle: FileHandle): Promise<void> {
		if (this.#fsync) await handle.sync();
		await handle.close();
	}

	/** What was there before the bytes came, and those that came, stay. */
	async abandon(handle: FileHandle | undefined): Promise<void> {
		await handle?.close();
		if (this.#isNew) await unlink(this.#path);
	}
}
