import { FTPAbortError, FTPUsageError } from "../errors/index.ts";
import type { UploadOptions } from "./calls.ts";
import type { ConnectionKeeper } from "./connection-keeper.ts";
import type { Source } from "./data-plan.ts";
import { sendSource } from "./uploads.ts";

/**
 * The writable end of an upload. A write is done when the network has taken it; `close()` when the server has confirmed the file;
 * both fail with the transfer's error.
 */
class UploadStream implements Source {
	readonly writable: WritableStream<Uint8Array>;
	/** Resolves when the first bytes are wanted: the server has agreed to the upload. */
	readonly begun: Promise<void>;
	#begin: () => void = () => {};
	/** A chunk that waits to be read, and what tells its writer that it was. */
	#offered: { readonly chunk: Uint8Array | undefined; readonly taken: () => void } | undefined;
	#waiting: ((chunk: Uint8Array | undefined) => void) | undefined;
	#lastTaken: (() => void) | undefined;
	#controller: WritableStreamDefaultController | undefined;
	#isTouched = false;

	/**
	 * @param outcome settles with the transfer
	 * @param onAbort called when the writer gives up
	 */
	constructor(outcome: Promise<unknown>, onAbort: (reason: unknown) => void) {
		this.begun = new Promise((resolve) => {
			this.#begin = resolve;
		});
		this.writable = new WritableStream<Uint8Array>({
			start: (controller) => {
				this.#controller = controller;
			},
			write: async (chunk) => {
				if (!(chunk instanceof Uint8Array)) throw badChunk(onAbort);
				if (chunk.length > 0) await Promise.race([this.#offer(chunk), outcome]);
			},
			close: async () => {
				void this.#offer(undefined);
				await outcome;
			},
			abort: async (reason) => {
				onAbort(reason);
				await outcome.catch(() => undefined);
			},
		});
		outcome.catch((error) => this.#controller?.error(error));
	}

	get isRepeatable(): boolean {
		return !this.#isTouched;
	}

	read(): Promise<Uint8Array | undefined> {
		this.#begin();
		this.#isTouched = true;
		this.#lastTaken?.();
		this.#lastTaken = undefined;
		const offered = this.#offered;
		if (offered) {
			this.#offered = undefined;
			this.#lastTaken = offered.taken;
			return Promise.resolve(offered.chunk);
		}
		return new Promise((resolve) => {
			this.#waiting = resolve;
		});
	}

	rewind(): boolean {
		return !this.#isTouched;
	}

	cancel(): void {
		this.#lastTaken?.();
		this.#waiting?.(undefined);
	}

	/** Resolves when the chunk has been written and its buffer is the caller's again. */
	#offer(chunk: Uint8Array | undefined): Promise<void> {
		return new Promise((taken) => {
			const waiting = this.#waiting;
			this.#waiting = undefined;
			if (waiting) {
				this.#lastTaken = taken;
				waiting(chunk);
			} else {
				this.#offered = { chunk, taken };
			}
		});
	}
}

function badChunk(onAbort: (reason: unknown) => void): FTPUsageError {
	const error = new FTPUsageError("BAD_ARGUMENT", "A chunk written to an upload must be a Uint8Array");
	onAbort(new FTPAbortError("The upload was given up", { cause: error }));
	return error;
}

/** Starts an upload and gives its stream when the server has agreed to it. */
export async function openUpload(
	keeper: ConnectionKeeper,
	path: string,
	options: UploadOptions,
): Promise<WritableStream<Uint8Array>> {
	const stopping = new AbortController();
	const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
	let settle: (outcome: Promise<unknown>) => void = () => {};
	const outcome = new Promise<unknown>((resolve) => {
		settle = resolve;
	});
	const stream = new UploadStream(outcome, (reason) => stopping.abort(reason));
	settle(sendSource(keeper, path, stream, options.size, { ...options, signal }));
	await Promise.race([stream.begun, outcome]);
	return stream.writable;
}
