import { write } from "node:fs";
import { type FileHandle, unlink } from "node:fs/promises";
import type { Sink } from "@isoftp/core";
import { openToWrite } from "./local-file.ts";

/**
 * Writes a download into a file. It writes the network's own buffer, without a copy, while the next one is filled: in flight are the
 * two buffers of the connection, and a slow disk holds the network back.
 *
 * The file is opened for the first bytes. So a server that refuses leaves it as it was, and calls that wait for their turn hold none.
 */
export class FileSink implements Sink {
	readonly #path: string;
	#at: number;
	#handle: FileHandle | undefined;
	#isNew = false;
	#pending: Promise<void> | undefined;

	/** @param from where in the file the bytes go; what it has from there on is lost with the first of them */
	constructor(path: string, from: number) {
		this.#path = path;
		this.#at = from;
	}

	write(bytes: Uint8Array): Promise<void> {
		this.#pending = this.#append(bytes);
		return this.#pending;
	}

	/** After a download that has succeeded. */
	async finish(): Promise<void> {
		// Of an empty file nothing was written.
		const handle = this.#handle ?? (await this.#open());
		this.#handle = undefined;
		await handle.close();
	}

	/** After one that has failed: what was made for it, goes. Nothing that fails here is worth more than why the download did. */
	async discard(): Promise<void> {
		// Only when nothing is being written any more: the system gives the descriptor to the next file that is opened.
		await this.#pending?.catch(() => undefined);
		await this.#handle?.close().catch(() => undefined);
		if (this.#isNew) await unlink(this.#path).catch(() => undefined);
	}

	async #open(): Promise<FileHandle> {
		const { handle, isNew } = await openToWrite(this.#path);
		this.#handle = handle;
		this.#isNew = isNew;
		if (!isNew) await handle.truncate(this.#at);
		return handle;
	}

	async #append(bytes: Uint8Array): Promise<void> {
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
