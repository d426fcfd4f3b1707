import { download } from "../operations/download.ts";
import { checkOptions } from "./arguments.ts";
import { type Bytes, type DownloadOptions, planDownload } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import type { Performer } from "./performer.ts";

/** How many bytes may wait for the reader before the network is held back. */
const HIGH_WATER = 256 * 1024;

/**
 * The readable end of a download: a byte stream, for BYOB readers too. It closes only when the transfer has succeeded, so that a
 * reader who reaches its end has the whole file; otherwise it fails with the transfer's error.
 */
export class DownloadStream implements Sink {
	readonly readable: ReadableStream<Uint8Array>;
	#controller: ReadableByteStreamController | undefined;
	#pulled: (() => void) | undefined;

	/** @param onCancel called when the reader wants no more */
	constructor(onCancel: (reason: unknown) => void) {
		this.readable = new ReadableStream(
			{
				type: "bytes",
				start: (controller) => {
					this.#controller = controller;
				},
				pull: () => {
					this.#pulled?.();
				},
				cancel: (reason) => {
					this.#controller = undefined;
					this.#pulled?.();
					onCancel(reason);
				},
			},
			{ highWaterMark: HIGH_WATER },
		);
	}

	write(bytes: Uint8Array, keep: () => Bytes): Promise<void> | undefined {
		const controller = this.#controller;
		if (!controller) return undefined;
		const { byobRequest } = controller;
		const view = byobRequest?.view;
		if (view && view.byteLength >= bytes.length) {
			// Straight to where the reader wants them.
			new Uint8Array(view.buffer, view.byteOffset).set(bytes);
			byobRequest.respond(bytes.length);
		} else controller.enqueue(keep());
		if ((controller.desiredSize ?? 0) > 0) return undefined;
		return new Promise((resolve) => {
			this.#pulled = resolve;
		});
	}

	close(): void {
		const controller = this.#controller;
		this.#controller = undefined;
		if (!controller) return;
		controller.close();
		// A BYOB read that waits is answered only by this.
		controller.byobRequest?.respond(0);
	}

	fail(error: unknown): void {
		this.#controller?.error(error);
		this.#controller = undefined;
		this.#pulled?.();
	}
}

/** Starts a download and gives its stream when the server has agreed to it. */
export async function openDownload(
	keeper: Performer,
	path: string,
	options: DownloadOptions,
): Promise<ReadableStream<Uint8Array>> {
	checkOptions(options);
	const stopping = new AbortController();
	const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
	const stream = new DownloadStream((reason) => stopping.abort(reason));
	let begin = (): void => {};
	const begun = new Promise<void>((resolve) => {
		begin = resolve;
	});
	const { plan, finish } = planDownload(stream, options, () => begin());
	const finished = keeper
		.perform(() => download(path, { offset: options.offset }), { ...plan, signal })
		.then(({ byteCount }) => {
			finish(byteCount);
			stream.close();
		});
	finished.catch((error) => stream.fail(error));
	await Promise.race([begun, finished]);
	return stream.readable;
}
