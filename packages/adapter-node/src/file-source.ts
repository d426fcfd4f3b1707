import { read } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { Source } from "@isoftp/core";
import { allocate } from "./buffers.ts";
import { openToRead } from "./local-file.ts";

/** Read at once; two of these are in memory. Each read goes to another thread and back, so there should be few. */
const PIECE = 1024 * 1024;

/** Reads an upload from a file, the next piece while the last one is being sent. The file is opened when the first bytes are wanted. */
export class FileSource implements Source {
	readonly #path: string;
	readonly #from: number;
	#at: number;
	#handle: FileHandle | undefined;
	#buffers: readonly [Buffer, Buffer] | undefined;
	/** The piece that was read last, or is being read. */
	#next: Promise<Buffer> | undefined;
	/** It is the one that follows, and not one from before a rewind. */
	#isAhead = false;
	#isClosed = false;

	/** @param from where in the file the upload begins */
	constructor(path: string, from: number) {
		this.#path = path;
		this.#from = from;
		this.#at = from;
	}

	/** How many bytes it has given since it was at the beginning. */
	get given(): number {
		return this.#at - this.#from;
	}

	async read(): Promise<Uint8Array | undefined> {
		if (!this.#isAhead) {
			// After a rewind the buffer may still be being filled that would be filled now.
			await this.#next?.catch(() => undefined);
			this.#next = this.#fill();
		}
		const bytes = await this.#next;
		if (!bytes?.length) return undefined;
		this.#at += bytes.length;
		this.#isAhead = true;
		this.#next = this.#fill();
		// If it fails, that is told when its turn has come.
		this.#next.catch(() => undefined);
		return bytes;
	}

	rewind(): boolean {
		this.#at = this.#from;
		this.#isAhead = false;
		return true;
	}

	cancel(): void {}

	/** Closes the file, when nothing is being read any more: the system gives the descriptor to the next file that is opened. */
	async close(): Promise<void> {
		this.#isClosed = true;
		await this.#next?.catch(() => undefined);
		await this.#handle?.close().catch(() => undefined);
	}

	async #fill(): Promise<Buffer> {
		// A read of an upload that was given up may come to this point after close().
		if (this.#isClosed) return Buffer.alloc(0);
		this.#handle ??= await openToRead(this.#path);
		const [buffer, other] = this.#buffers ?? [allocate(PIECE), allocate(PIECE)];
		this.#buffers = [other, buffer];
		return await readAt(this.#handle.fd, buffer, this.#at);
	}
}

/** With a callback: the promise of FileHandle's own `read` costs several times as much. */
function readAt(fd: number, buffer: Buffer, position: number): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		read(fd, buffer, 0, buffer.length, position, (error, count) => (error ? reject(error) : resolve(buffer.subarray(0, count))));
	});
}
