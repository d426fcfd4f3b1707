import { write } from "node:fs";
import { type FileHandle, unlink } from "node:fs/promises";
import type { Sink } from "@isoftp/core";
import { allocate } from "./buffers.ts";
import { openToWrite, reach } from "./local-file.ts";

/** Pieces from this size on are written as they are. Each write goes to another thread and back, which costs as much as copying this. */
const LARGE = 64 * 1024;

/** Smaller ones, such as TLS records, are gathered in one of two such buffers, while the other one is being written. */
const BATCH = 512 * 1024;

/**
 * Writes a download into a file, with few large writes: of the network's own buffer while the next one is filled, or of what was
 * gathered. A slow disk holds the network back.
 *
 * The file is opened for the first bytes. So a server that refuses leaves it as it was, and calls that wait for their turn hold none.
 */
export class FileSink implements Sink {
	readonly #path: string;
	#at: number;
	#handle: FileHandle | undefined;
	#isNew = false;
	#batch: Buffer | undefined;
	#batchSize = 0;
	/** The other batch, which is being written. */
	#spare: Buffer | undefined;
	/** The writes that are under way. */
	#writing: Promise<void> = Promise.resolve();

	/** @param from where in the file the bytes go; what it has from there on is lost with the first of them */
	constructor(path: string, from: number) {
		this.#path = path;
		this.#at = from;
	}

	write(bytes: Uint8Array): Promise<void> | undefined {
		if (bytes.length >= LARGE) {
			void this.#flush();
			return this.#start(bytes);
		}
		this.#batch ??= allocate(BATCH);
		this.#batch.set(bytes, this.#batchSize);
		this.#batchSize += bytes.length;
		// Now there might not be room for one more.
		return this.#batchSize > BATCH - LARGE ? this.#flush() : undefined;
	}

	/** After a download that has succeeded. */
	async finish(): Promise<void> {
		await this.#flush();
		await this.#writing;
		// Of an empty file nothing was written.
		const handle = this.#handle ?? (await this.#open());
		this.#handle = undefined;
		await handle.close();
	}

	/** After one that has failed: what was made for it, goes. Nothing that fails here is worth more than why the download did. */
	async discard(): Promise<void> {
		// Only when nothing is being written any more: the system gives the descriptor to the next file that is opened.
		await this.#writing.catch(() => undefined);
		await this.#handle?.close().catch(() => undefined);
		if (this.#isNew) await unlink(this.#path).catch(() => undefined);
	}

	/** Resolves when the batch before this one is written, so that its buffer can be filled again. */
	#flush(): Promise<void> {
		const before = this.#writing;
		const batch = this.#batch;
		if (batch && this.#batchSize > 0) {
			void this.#start(batch.subarray(0, this.#batchSize));
			this.#batch = this.#spare;
			this.#spare = batch;
			this.#batchSize = 0;
		}
		return before;
	}

	#start(bytes: Uint8Array): Promise<void> {
		this.#writing = this.#writing.then(() => this.#write(bytes));
		// Whoever waits for it next is told.
		this.#writing.catch(() => undefined);
		return this.#writing;
	}

	async #open(): Promise<FileHandle> {
		const { handle, isNew } = await openToWrite(this.#path);
		this.#handle = handle;
		this.#isNew = isNew;
		// It may have become another one since the download was asked for.
		if (this.#at > 0) reach(this.#path, (await handle.stat()).size, this.#at);
		if (!isNew) await handle.truncate(this.#at);
		return handle;
	}

	async #write(bytes: Uint8Array): Promise<void> {
		const { fd } = this.#handle ?? (await this.#open());
		for (let done = 0; done < bytes.length; ) {
			const count = await writeAt(fd, bytes, done, this.#at);
			done += count;
			this.#at += count;
		}
	}
}

/** With a callback: the promise of FileHandle's own `write` costs several times as much. */
function writeAt(fd: number, bytes: Uint8Array, from: number, position: number): Promise<number> {
	return new Promise((resolve, reject) => {
		write(fd, bytes, from, bytes.length - from, position, (error, count) => (error ? reject(error) : resolve(count)));
	});
}
