import { FTPAbortError, FTPUsageError } from "../errors/index.ts";
import { checkOptions } from "./arguments.ts";
import type { UploadOptions } from "./calls.ts";
import type { Source } from "./data-plan.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import { stoppable } from "./stoppable.ts";
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
 * @param outcome settles with the transfer
 * @param onAbort called when the writer gives up
 * @param onBegin called when bytes are wanted: the server has agreed to the upload
 */
function uploadStream(
	outcome: Promise<unknown>,
	onAbort: (reason: unknown) => void,
	onBegin: () => void,
): { readonly writable: WritableStream<Uint8Array>; readonly source: Source } {
	/** A chunk that nobody has asked for yet. */
	let offered: Offer | undefined;
	/** The chunk that was read last, and may still be in use. */
	let current: Offer | undefined;
	let wanted: ((chunk: Uint8Array | undefined) => void) | undefined;
	let failure: { readonly error: unknown } | undefined;
	let isTouched = false;

	const handOver = (): void => {
		if (!offered || !wanted) return;
		current = offered;
		offered = undefined;
		if (!current.chunk) current.taken();
		wanted(current.chunk);
		wanted = undefined;
	};
	/** Resolves when the chunk has been written and its buffer is the caller's again; the end, as soon as it is known. */
	const offer = (chunk?: Uint8Array): Promise<void> =>
		new Promise((taken, refused) => {
			offered = { chunk, taken, refused };
			failure ? refused(failure.error) : handOver();
		});

	const writable = new WritableStream<Uint8Array>({
		start(controller) {
			// At once: `abort` below is called only when the write under way is over.
			controller.signal.addEventListener("abort", () => onAbort(controller.signal.reason), { once: true });
			outcome.catch((error) => controller.error(error));
		},
		async write(chunk) {
			if (!(chunk instanceof Uint8Array)) throw badChunk(onAbort);
			if (chunk.length > 0) await offer(chunk);
		},
		async close() {
			await offer();
			await outcome;
		},
		async abort() {
			await outcome.catch(() => undefined);
		},
	});
	const source: Source = {
		read() {
			onBegin();
			isTouched = true;
			current?.taken();
			current = undefined;
			return new Promise((resolve) => {
				wanted = resolve;
				handOver();
			});
		},
		rewind: () => !isTouched,
		cancel(error) {
			failure = { error };
			current?.refused(error);
			offered?.refused(error);
			wanted?.(undefined);
		},
	};
	return { writable, source };
}

function badChunk(onAbort: (reason: unknown) => void): FTPUsageError {
	const error = new FTPUsageError("BAD_ARGUMENT", "A chunk written to an upload must be a Uint8Array");
	onAbort(new FTPAbortError("The upload was given up", { cause: error }));
	return error;
}

/** Starts an upload and gives its stream when the server has agreed to it. */
export async function openUpload(
	keeper: Performer,
	settings: Settings,
	path: string,
	options: UploadOptions,
): Promise<WritableStream<Uint8Array>> {
	checkOptions(options);
	const { signal, stop, release } = stoppable(options.signal);
	return await new Promise((resolve, reject) => {
		let settle = (_outcome: Promise<unknown>): void => {};
		const outcome = new Promise<unknown>((settled) => {
			settle = settled;
		});
		const { writable, source } = uploadStream(outcome, stop, () => resolve(writable));
		outcome.then(() => resolve(writable), reject).finally(release);
		settle(sendSource(keeper, settings, path, source, undefined, { ...options, signal }));
	});
}
