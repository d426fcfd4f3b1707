import { FTPAbortError, FTPUsageError } from "../errors/index.ts";
import { checkOptions } from "./arguments.ts";
import type { UploadOptions } from "./calls.ts";
import type { Source } from "./data-plan.ts";
import type { Performer } from "./performer.ts";
import { sendSource } from "./uploads.ts";

/** A chunk on its way, and what tells its writer what became of it. */
interface Offer {
	readonly chunk: Uint8Array | undefined;
	readonly taken: () => void;
	readonly refused: (error: unknown) => void;
}

/**
 * The writable end of an upload. A write is done when the network has taken it; `close()` when the server has confirmed the file;
 * both fail with the transfer's error.
 */
class UploadStream implements Source {
	readonly writable: WritableStream<Uint8Array>;
	/** Resolves when the first bytes are wanted: the server has agreed to the upload. */
	readonly begun: Promise<void>;
	#begin: () => void = () => {};
	/** A chunk that nobody has asked for yet. */
	#offered: Offer | undefined;
	/** The chunk that was read last, and may still be in use. */
	#current: Offer | undefined;
	#wanted: ((chunk: Uint8Array | undefined) => void) | undefined;
	#failure: { readonly error: unknown } | undefined;
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
				// At once: `abort` below is called only when the write under way is over.
				controller.signal.addEventListener("abort", () => onAbort(controller.signal.reason), { once: true });
				outcome.catch((error) => controller.error(error));
			},
			write: async (chunk) => {
				if (!(chunk instanceof Uint8Array)) throw badChunk(onAbort);
				if (chunk.length > 0) await this.#offer(chunk);
			},
			close: async () => {
				await this.#offer(undefined);
				await outcome;
			},
			abort: async () => {
				await outcome.catch(() => undefined);
			},
		});
	}

	get isRepeatable(): boolean {
		return !this.#isTouched;
	}

	read(): Promise<Uint8Array | undefined> {
		this.#begin();
		this.#isTouched = true;
		this.#current?.taken();
		this.#current = undefined;
		return new Promise((wanted) => {
			this.#wanted = wanted;
			this.#handOver();
		});
	}

	rewind(): boolean {
		return !this.#isTouched;
	}

	cancel(error: unknown): void {
		this.#failure = { error };
		this.#current?.refused(error);
		this.#offered?.refused(error);
		this.#wanted?.(undefined);
	}

	/** Resolves when the chunk has been written and its buffer is the caller's again; the end, as soon as it is known. */
	#offer(chunk: Uint8Array | undefined): Promise<void> {
		return new Promise((taken, refused) => {
			if (this.#failure) {
				refused(this.#failure.error);
				return;
			}
			this.#offered = { chunk, taken, refused };
			this.#handOver();
		});
	}

	#handOver(): void {
		const { chunk, taken } = this.#offered ?? {};
		if (!this.#offered || !this.#wanted) return;
		this.#current = this.#offered;
		this.#offered = undefined;
		const wanted = this.#wanted;
		this.#wanted = undefined;
		if (chunk === undefined) taken?.();
		wanted(chunk);
	}
}

function badChunk(onAbort: (reason: unknown) => void): FTPUsageError {
	const error = new FTPUsageError("BAD_ARGUMENT", "A chunk written to an upload must be a Uint8Array");
	onAbort(new FTPAbortError("The upload was given up", { cause: error }));
	return error;
}

/** Starts an upload and gives its stream when the server has agreed to it. */
export async function openUpload(keeper: Performer, path: string, options: UploadOptions): Promise<WritableStream<Uint8Array>> {
	checkOptions(options);
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
