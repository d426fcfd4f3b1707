import { write } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { Sink } from "@isoftp/core";
import { allocate } from "./buffers.ts";

/** Pieces from this size on are written as they are. Each write goes to another thread and back, which costs as much as copying this. */
const LARGE = 64 * 1024;

/** Smaller ones, such as TLS records, are gathered in one of two such buffers, while the other one is being written. */
const BATCH = 512 * 1024;

/** The file that a download goes to. */
export interface FileToWrite {
	/** Opens it. */
	open(): Promise<FileHandle>;
	/** The bytes will come from the first one of the file on: gives what they are to be written to. Missing where they cannot. */
	restart?(handle: FileHandle): Promise<FileHandle>;
	/** All of it is written; closes it. */
	complete(handle: FileHandle): Promise<void>;
	/** It will not be complete; closes it, if it was opened. */
	abandon(handle: FileHandle | undefined): Promise<void>;
}

/**
 * Writes a download into a file, with few large writes: of the network's own buffer while the next one is filled, or of what was
 * gathered. A slow disk holds the network back.
 *
 * The file is opened for the first bytes. So a server that refuses leaves everything as it was, and calls that wait for their turn hold none.
 */
export class FileSink implements Sink {
	readonly #file: FileToWrite;
	readonly #from: number;
	/** Where the next bytes go. */
	#at: number;
	#handle: FileHandle | undefined;
	#batch: Buffer | undefined;
	#batchSize = 0;
	/** The other batch, which is being written. */
	#spare: Buffer | undefined;
	/** The writes that are under way. */
	#writing: Promise<void> = Promise.resolve();

	/** @param from where in the file the bytes go */
	constructor(file: FileToWrite, from: number) {
		this.#file = file;
		this.#from = from;
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

	/** The bytes will come from the first one of the file on, wherever they began. */
	restart(): Promise<void> {
		this.#batchSize = 0;
		return this.#next(async () => {
			const handle = this.#handle ?? (await this.#open());
			if (!this.#file.restart) throw new Error("This file can only be continued");
			this.#at = 0;
			this.#handle = await this.#file.restart(handle);
		});
	}

	/**
	 * For a download that begins where this does. Behind other bytes it cannot begin anew: it would come from there on again, and those in front
	 * might be of another version of the file.
	 */
	get place(): Sink {
		return this.#from > 0 ? { write: (bytes) => this.write(bytes) } : this;
	}

	/** After a download that has succeeded. */
	async finish(): Promise<void> {
		const handle = await this.#settle();
		this.#handle = undefined;
		await this.#file.complete(handle);
	}

	/**
	 * After one that has failed. Nothing that fails here is worth more than why the download did.
	 * @param isKept what has arrived will be wanted again
	 */
	async discard(isKept = false): Promise<void> {
		if (isKept && this.#batchSize > 0) await this.#settle().catch(() => undefined);
		// Only when nothing is being written any more: the system gives the descriptor to the next file that is opened.
		await this.#writing.catch(() => undefined);
		const handle = this.#handle;
		this.#handle = undefined;
		await this.#file.abandon(handle).catch(() => undefined);
	}

	/** Resolves when all is written. Of an empty file nothing was. */
	async #settle(): Promise<FileHandle> {
		void this.#flush();
		await this.#writing;
		return this.#handle ?? (await this.#open());
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
		return this.#next(() => this.#write(bytes));
	}

	/** Does something behind all that is under way. */
	#next(job: () => Promise<void>): Promise<void> {
		this.#writing = this.#writing.then(job);
		// Whoever waits for it next is told.
		this.#writing.catch(() => undefined);
		return this.#writing;
	}

	async #open(): Promise<FileHandle> {
		this.#handle = await this.#file.open();
		return this.#handle;
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
