import { read } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { Source } from "@isoftp/core";
import { allocate } from "./buffers.ts";
import { localFailure, openToRead } from "./local-file.ts";

/** Read at once; two of these are in memory. Each read goes to another thread and back, so there should be few. */
const PIECE = 1024 * 1024;

/**
 * Reads an upload from a file, the next piece while the last one is being sent. The file is opened when the first bytes are wanted. What is
 * changed while it is read fails at its end at the latest: it would arrive as a mixture of what was there before and after.
 */
export class FileSource implements Source {
	readonly #path: string;
	readonly #from: number;
	#at: number;
	/** How many bytes the file has. */
	#size: number | undefined;
	#modified = 0n;
	#file: Promise<FileHandle> | undefined;
	#buffers: readonly [Buffer, Buffer] | undefined;
	/** The piece that was read last, or is being read. */
	#next: Promise<Buffer> | undefined;
	/** It is the one that follows, and not one from before a rewind. */
	#isAhead = false;
	#isClosed = false;

	/**
	 * @param from where in the file the upload begins
	 * @param size how many bytes the file has, if that was looked at already
	 */
	constructor(path: string, from: number, size?: number) {
		this.#path = path;
		this.#from = from;
		this.#at = from;
		this.#size = size;
	}

	async read(): Promise<Uint8Array | undefined> {
		if (!this.#isAhead) {
			// After a rewind the buffer may still be being filled that would be filled now.
			await this.#next?.catch(() => undefined);
			this.#next = this.#fill();
		}
		const bytes = await this.#next;
		if (bytes?.length) this.#at += bytes.length;
		if (!bytes?.length || this.#at > (this.#size ?? this.#at)) await this.#confirm();
		if (!bytes?.length) return undefined;
		this.#isAhead = true;
		this.#next = this.#fill();
		// If it fails, that is told when its turn has come.
		this.#next.catch(() => undefined);
		return bytes;
	}

	rewind(): boolean {
		return this.rewindTo(0);
	}

	rewindTo(offset: number): boolean {
		if (this.#from + offset > (this.#size ?? this.#at)) return false;
		this.#at = this.#from + offset;
		this.#isAhead = false;
		return true;
	}

	cancel(): void {}

	/** Closes the file, when nothing is being read any more: the system gives the descriptor to the next file that is opened. */
	async close(): Promise<void> {
		this.#isClosed = true;
		await this.#next?.catch(() => undefined);
		await this.#file?.then((handle) => handle.close()).catch(() => undefined);
		this.#file = undefined;
	}

	/** Opens the file, now rather than when the first bytes are wanted. */
	async open(flags?: number): Promise<FileHandle> {
		this.#file ??= this.#open(flags);
		try {
			return await this.#file;
		} catch (error) {
			// It may be there the next time.
			this.#file = undefined;
			throw error;
		}
	}

	async #open(flags: number | undefined): Promise<FileHandle> {
		const handle = await openToRead(this.#path, flags);
		const { size, mtimeNs } = await handle.stat({ bigint: true });
		this.#size ??= Number(size);
		this.#modified = mtimeNs;
		return handle;
	}

	/** At its end: is the file still the one that it was? @throws FTPAbortError */
	async #confirm(): Promise<void> {
		// A read of an upload that was given up may come to this point after close().
		const handle = await this.#file;
		if (this.#isClosed || !handle) return;
		const { size, mtimeNs } = await handle.stat({ bigint: true });
		if (Number(size) === this.#size && mtimeNs === this.#modified) return;
		const change = Number(size) === this.#size ? "was written to" : `had ${this.#size} bytes at first and ${size} later`;
		throw localFailure(this.#path, new Error(`it changed while it was uploaded: it ${change}`));
	}

	async #fill(): Promise<Buffer> {
		// As above.
		if (this.#isClosed) return Buffer.alloc(0);
		const { fd } = await this.open();
		const [buffer, other] = this.#buffers ?? [allocate(PIECE), allocate(PIECE)];
		this.#buffers = [other, buffer];
		return await readAt(fd, buffer, this.#at);
	}
}

/** With a callback: the promise of FileHandle's own `read` costs several times as much. */
function readAt(fd: number, buffer: Buffer, position: number): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		read(fd, buffer, 0, buffer.length, position, (error, count) => (error ? reject(error) : resolve(buffer.subarray(0, count))));
	});
}
