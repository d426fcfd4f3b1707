import { FTPUsageError, type ToWrite, type TreeSink } from "@isoftp/core";
import { again } from "./again.ts";
import type { Bucket, MultipartUpload, UploadedPart, WriteOptions } from "./bucket.ts";
import { noteOf } from "./modified.ts";
import { findPartial, partialKey } from "./partial.ts";

/**
 * What is put together before it goes to R2: one such part is on its way while the next is filled, so that a file of any size needs twice this
 * much of a Worker's 128 MB. R2 wants 5 MiB at least, and no more than 10,000 parts.
 */
const PART_SIZE = 8_388_608;
const SMALLEST_PART = 5_242_880;
const MOST_PARTS = 10_000;

/** What becomes of an object besides its bytes. */
export interface ObjectOptions {
	/** Bytes of a part, 5 MiB at least; 8 MiB by default, and as much more as a file needs that is larger than 78 GiB. */
	readonly partSize?: number | undefined;
	/** Metadata and storage class, such as a content type. */
	readonly put?: WriteOptions | undefined;
}

/** @throws FTPUsageError BAD_ARGUMENT for a size that no part can have, of which none would ever be full */
export function checkPartSize({ partSize = PART_SIZE }: ObjectOptions): void {
	if (!Number.isSafeInteger(partSize) || partSize < 1) {
		throw new FTPUsageError("BAD_ARGUMENT", "partSize must be a whole number of bytes, above 0");
	}
}

/**
 * Writes one object. Smaller than one part it is written at once; else in parts, of which R2 makes the object when they are all there: under its
 * key there is never less than the whole. With an identity, what has been uploaded is noted beside it, and the next run goes on behind it.
 */
export class R2Sink implements TreeSink {
	readonly #bucket: Bucket;
	readonly #key: string;
	readonly #identity: string | undefined;
	readonly #options: WriteOptions;
	#partSize: number;
	#offset = 0;
	#upload: MultipartUpload | undefined;
	#parts: UploadedPart[] = [];
	#buffer = new Uint8Array(0);
	#length = 0;
	#spare: Uint8Array<ArrayBuffer> | undefined;
	/** It goes on with what an interrupted run has left, and R2 has not taken anything more of it yet: after a week it has given that up. */
	#isDoubtful = false;
	/** R2 has refused to go on there: nobody ever will. */
	#isRefused = false;
	/** The part that is on its way. */
	#sending: Promise<void> = Promise.resolve();

	private constructor(bucket: Bucket, key: string, { identity, modifiedAt, size = 0 }: ToWrite, options: ObjectOptions) {
		this.#bucket = bucket;
		this.#key = key;
		this.#identity = identity;
		const { put = {}, partSize = PART_SIZE } = options;
		this.#options = { ...put, customMetadata: { ...put.customMetadata, ...noteOf(modifiedAt) } };
		this.#partSize = Math.max(partSize, SMALLEST_PART, Math.ceil(size / MOST_PARTS));
	}

	static async open(bucket: Bucket, key: string, file: ToWrite, options: ObjectOptions): Promise<R2Sink> {
		checkPartSize(options);
		const sink = new R2Sink(bucket, key, file, options);
		// Of what is no larger than a part nothing is ever left.
		if (file.identity !== undefined && (file.size ?? Number.POSITIVE_INFINITY) > sink.#partSize)
			await sink.#goOn(file.identity, file.size);
		return sink;
	}

	get offset(): number {
		return this.#offset;
	}

	write(bytes: Uint8Array): Promise<void> | undefined {
		if (this.#length + bytes.length > this.#buffer.length) return this.#take(bytes);
		this.#buffer.set(bytes, this.#length);
		this.#length += bytes.length;
		return undefined;
	}

	async restart(): Promise<void> {
		await this.#giveUp();
		this.#offset = 0;
	}

	async commit(): Promise<void> {
		// There is an upload once its first part has begun.
		await this.#sending;
		if (!this.#upload) {
			const whole = this.#buffer.subarray(0, this.#length);
			await again(() => this.#bucket.put(this.#key, whole, this.#options));
			return;
		}
		if (this.#length > 0) await this.#flush();
		await this.#sending;
		// Once: where only the answer was lost, R2 would not know the upload any more.
		await this.#proven(this.#upload.complete(this.#parts));
		if (this.#identity !== undefined) await again(() => this.#bucket.delete(this.#noteKey));
	}

	async discard(): Promise<void> {
		await this.#sending.catch(() => undefined);
		if (this.#identity === undefined || this.#isRefused) await this.#giveUp();
	}

	get #noteKey(): string {
		return partialKey(this.#key, this.#identity ?? "");
	}

	async #goOn(identity: string, size = Number.POSITIVE_INFINITY): Promise<void> {
		const found = await findPartial(this.#bucket, this.#key, identity);
		if (!found || found.parts.length * found.partSize > size) return;
		this.#partSize = found.partSize;
		this.#parts = [...found.parts];
		this.#offset = found.parts.length * found.partSize;
		this.#upload = this.#bucket.resumeMultipartUpload(this.#key, found.uploadId);
		this.#isDoubtful = true;
	}

	/** Makes room as it is needed: most files are small. */
	async #take(bytes: Uint8Array): Promise<void> {
		for (let at = 0; at < bytes.length; ) {
			if (this.#length === this.#partSize) await this.#flush();
			const piece = bytes.subarray(at, at + this.#partSize - this.#length);
			this.#grow(this.#length + piece.length);
			this.#buffer.set(piece, this.#length);
			this.#length += piece.length;
			at += piece.length;
		}
	}

	#grow(needed: number): void {
		if (needed <= this.#buffer.length) return;
		const larger = new Uint8Array(Math.min(this.#partSize, Math.max(needed, this.#buffer.length * 2, 65_536)));
		larger.set(this.#buffer.subarray(0, this.#length));
		this.#buffer = larger;
	}

	/** Sends the part that is there, as soon as the one before it has arrived. */
	async #flush(): Promise<void> {
		await this.#sending;
		const part = this.#buffer;
		const length = this.#length;
		this.#buffer = this.#spare ?? new Uint8Array(this.#partSize);
		this.#spare = undefined;
		this.#length = 0;
		this.#sending = this.#send(part.subarray(0, length)).then(() => {
			this.#spare = part;
		});
		// Whoever waits for it next is told.
		this.#sending.catch(() => undefined);
	}

	async #send(part: Uint8Array): Promise<void> {
		this.#upload ??= await again(() => this.#bucket.createMultipartUpload(this.#key, this.#options));
		const upload = this.#upload;
		const number = this.#parts.length + 1;
		this.#parts.push(await this.#proven(again(() => upload.uploadPart(number, part))));
		if (this.#identity === undefined) return;
		const { uploadId } = upload;
		const note = JSON.stringify({ uploadId, partSize: this.#partSize, parts: this.#parts });
		await again(() => this.#bucket.put(this.#noteKey, note));
	}

	/** What R2 says to something of an upload tells whether it still knows it. */
	async #proven<T>(answer: Promise<T>): Promise<T> {
		try {
			const value = await answer;
			this.#isDoubtful = false;
			return value;
		} catch (error) {
			this.#isRefused = this.#isDoubtful;
			throw error;
		}
	}

	async #giveUp(): Promise<void> {
		await this.#sending.catch(() => undefined);
		this.#sending = Promise.resolve();
		await this.#upload?.abort().catch(() => undefined);
		if (this.#upload && this.#identity !== undefined) await this.#bucket.delete(this.#noteKey);
		this.#upload = undefined;
		this.#parts = [];
		this.#length = 0;
		this.#isDoubtful = false;
		this.#isRefused = false;
	}
}
