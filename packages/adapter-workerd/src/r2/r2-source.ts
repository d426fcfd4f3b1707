import type { TreeSource } from "@isoftp/core";
import { again } from "./again.ts";
import type { Bucket, StoredObject } from "./bucket.ts";

/** Read at once. The default reader of a body gives a few kilobytes, and each of its reads costs a turn. */
const PIECE = 262_144;

/** Reads one object, from any place on. It is the same object from the first byte to the last: one that was replaced meanwhile is an error. */
export class R2Source implements TreeSource {
	readonly #bucket: Bucket;
	readonly #object: StoredObject;
	#at = 0;
	#reader: ReadableStreamBYOBReader | undefined;
	#buffer: Uint8Array<ArrayBuffer> | undefined;

	constructor(bucket: Bucket, object: StoredObject) {
		this.#bucket = bucket;
		this.#object = object;
	}

	get size(): number {
		return this.#object.size;
	}

	async read(): Promise<Uint8Array | undefined> {
		if (this.#at >= this.size) return undefined;
		const reader = this.#reader ?? (await again(() => this.#open()));
		this.#reader = reader;
		const buffer = this.#buffer ?? new Uint8Array(PIECE);
		this.#buffer = undefined;
		const { value, done } = await reader.readAtLeast(Math.min(PIECE, this.size - this.#at), buffer);
		const bytes = value as Uint8Array<ArrayBuffer> | undefined;
		if (!bytes || (done && bytes.length === 0)) throw this.#failure(`ended after ${this.#at} of its ${this.size} bytes`);
		// The last one is in use until the next is asked for.
		this.#buffer = new Uint8Array(bytes.buffer);
		this.#at += bytes.length;
		return bytes;
	}

	rewind(): boolean {
		return this.rewindTo(0);
	}

	rewindTo(offset: number): boolean {
		if (offset > this.size) return false;
		if (offset !== this.#at) this.#drop();
		this.#at = offset;
		return true;
	}

	cancel(): void {
		this.#drop();
	}

	async close(): Promise<void> {
		this.#drop();
	}

	async #open(): Promise<ReadableStreamBYOBReader> {
		const { key, etag } = this.#object;
		const found = await this.#bucket.get(key, { range: { offset: this.#at }, onlyIf: { etagMatches: etag } });
		if (!found) throw this.#failure("is not there any more");
		if (!("body" in found)) throw this.#failure("was replaced while it was read");
		return found.body.getReader({ mode: "byob" });
	}

	#drop(): void {
		const reader = this.#reader;
		this.#reader = undefined;
		// A read that is under way ends by it.
		void reader?.cancel().catch(() => undefined);
	}

	#failure(what: string): Error {
		return new Error(`The object ${this.#object.key} ${what}`);
	}
}
