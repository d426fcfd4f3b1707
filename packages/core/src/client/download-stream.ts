import { download } from "../operations/download.ts";
import { checkOptions } from "./arguments.ts";
import { type Bytes, type DownloadOptions, planDownload } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import type { Dialer } from "./dialer.ts";
import type { Performer } from "./performer.ts";

/** How many bytes may wait for the reader before the network is held back. */
const HIGH_WATER = 256 * 1024;

/**
 * The readable end of a download: a byte stream, for BYOB readers too, where the runtime has fast ones. It closes only when the
 * transfer has succeeded, so that a reader who reaches its end has the whole file; otherwise it fails with the transfer's error.
 */
export class DownloadStream implements Sink {
	readonly readable: ReadableStream<Uint8Array>;
	#controller: ReadableByteStreamController | ReadableStreamDefaultController<Uint8Array> | undefined;
	#pulled: (() => void) | undefined;

	/** @param onCancel called when the reader wants no more */
	constructor(isByteStream: boolean, onCancel: (reason: unknown) => void) {
		const source = {
			start: (controller: ReadableByteStreamController | ReadableStreamDefaultController<Uint8Array>) => {
				this.#controller = controller;
			},
			pull: () => {
				this.#pulled?.();
			},
			cancel: (reason: unknown) => {
				this.#controller = undefined;
				this.#pulled?.();
				onCancel(reason);
			},
		};
		this.readable = isByteStream
			? new ReadableStream({ ...source, type: "bytes" }, { highWaterMark: HIGH_WATER })
			: new ReadableStream(source, { highWaterMark: HIGH_WATER, size: (chunk) => chunk?.length ?? 0 });
	}

	write(bytes: Uint8Array, keep: () => Bytes): Promise<void> | undefined {
		const controller = this.#controller;
		if (!controller) return undefined;
		const request = requestOf(controller);
		const view = request?.view;
		if (view && view.byteLength >= bytes.length) {
			// Straight to where the reader wants them.
			new Uint8Array(view.buffer, view.byteOffset).set(bytes);
			request.respond(bytes.length);
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
		requestOf(controller)?.respond(0);
	}

	fail(error: unknown): void {
		this.#controller?.error(error);
		this.#controller = undefined;
		this.#pulled?.();
	}
}

function requestOf(
	controller: ReadableByteStreamController | ReadableStreamDefaultController<Uint8Array>,
): ReadableStreamBYOBRequest | null {
	return "byobRequest" in controller ? controller.byobRequest : null;
}

/** Starts a download and gives its stream when the server has agreed to it. */
export async function openDownload(
	keeper: Performer,
	dialer: Dialer,
	path: string,
	options: DownloadOptions,
): Promise<ReadableStream<Uint8Array>> {
	checkOptions(options);
	const stopping = new AbortController();
	const signal = options.signal ? AbortSignal.any([options.signal, stopping.signal]) : stopping.signal;
	const stream = new DownloadStream(dialer.capabilities.byteStreams ?? true, (reason) => stopping.abort(reason));
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
