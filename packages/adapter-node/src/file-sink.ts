import { write, writev } from "node:fs";
import { type FileHandle, unlink } from "node:fs/promises";
import type { Bytes, Sink } from "@isoftp/core";
import { openToWrite } from "./local-file.ts";

/** Pieces from this size on are written as they are. Each write goes to another thread and back, which costs as much as copying this. */
const LARGE = 64 * 1024;

/** Smaller ones, such as TLS records, are gathered until there is so much; while that is being written, as much again. */
const BATCH = 512 * 1024;

/**
 * Writes a download into a file, with few large writes and without copying: what is in memory is at most twice `BATCH`, or the two
 * buffers of the connection, and a slow disk holds the network back.
 *
 * The file is opened for the first bytes. So a server that refuses leaves it as it was, and calls that wait for their turn hold none.
 */
export class FileSink implements Sink {
	readonly #path: string;
	#at: number;
	#handle: FileHandle | undefined;
	#isNew = false;
	#batch: Bytes[] = [];
	#batchSize = 0;
	/** The write that is under way. */
	#writing: Promise<void> = Promise.resolve();

	/** @param from where in the file the bytes go; what it has from there on is lost with the first of them */
	constructor(path: string, from: number) {
		this.#path = path;
		this.#at = from;
	}

	write(bytes: Uint8Array, keep: () => Bytes): Promise<void> | undefined {
		if (this.#batchSize === 0 && bytes.length >= LARGE) return this.#start([bytes]);
		this.#batch.push(keep());
		this.#batchSize += bytes.length;
		return this.#batchSize >= BATCH ? this.#flush() : undefined;
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

	/** Resolves when the batch before this one is written, so that one is gathered while one is written. */
	#flush(): Promise<void> {
		const before = this.#writing;
		if (this.#batchSize > 0) void this.#start(this.#batch);
		this.#batch = [];
		this.#batchSize = 0;
		return before;
	}

	#start(pieces: Uint8Array[]): Promise<void> {
		this.#writing = this.#writing.then(() => this.#writeAll(pieces));
		// Whoever waits for it next is told.
		this.#writing.catch(() => undefined);
		return this.#writing;
	}

	async #open(): Promise<FileHandle> {
		const { handle, isNew } = await openToWrite(this.#path);
		this.#handle = handle;
		this.#isNew = isNew;
		if (!isNew) await handle.truncate(this.#at);
		return handle;
	}

	async #writeAll(pieces: Uint8Array[]): Promise<void> {
		const { fd } = this.#handle ?? (await this.#open());
		let left = pieces;
		while (left.length > 0) {
			const count = await writeAt(fd, left, this.#at);
			this.#at += count;
			left = beyond(left, count);
		}
	}
}

/** What is left of the pieces when so many bytes of them are written: a full disk, or a signal, may cut a write short. */
function beyond(pieces: Uint8Array[], count: number): Uint8Array[] {
	let done = count;
	return pieces.flatMap((piece) => {
		const rest = piece.subarray(Math.min(done, piece.length));
		done -= piece.length - rest.length;
		return rest.length > 0 ? [rest] : [];
	});
}

/** With a callback: the promises of FileHandle's own methods cost several times as much. */
function writeAt(fd: number, pieces: Uint8Array[], position: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const done = (error: Error | null, count: number): void => (error ? reject(error) : resolve(count));
		const [first] = pieces;
		if (first && pieces.length === 1) write(fd, first, 0, first.length, position, done);
		else writev(fd, pieces, position, done);
	});
}
