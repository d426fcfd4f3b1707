import { checkOptions } from "./arguments.ts";
import type { DownloadOptions } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import { receive } from "./downloads.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import { stoppable } from "./stoppable.ts";

/** How many bytes may wait for the reader before the network is held back. */
const HIGH_WATER = 262_144;

type Controller = ReadableByteStreamController | ReadableStreamDefaultController<Uint8Array>;

/** The readable end of a download. */
export interface DownloadStream extends Sink {
	readonly readable: ReadableStream<Uint8Array>;
	close(): void;
	fail(error: unknown): void;
}

/**
 * A byte stream, for BYOB readers too, where the runtime has fast ones. It closes only when the transfer has succeeded, so that a
 * reader who reaches its end has the whole file; otherwise it fails with the transfer's error.
 * @param onCancel called when the reader wants no more
 */
export function downloadStream(isByteStream: boolean, onCancel: (reason: unknown) => void): DownloadStream {
	/** Undefined once it has closed, failed or been cancelled. */
	let controller: Controller | undefined;
	let pulled = (): void => {};
	const source = {
		start(started: Controller) {
			controller = started;
		},
		pull: () => pulled(),
		cancel(reason: unknown) {
			controller = undefined;
			pulled();
			onCancel(reason);
		},
	};
	const readable: ReadableStream<Uint8Array> = isByteStream
		? new ReadableStream({ ...source, type: "bytes" }, { highWaterMark: HIGH_WATER })
		: new ReadableStream(source, { highWaterMark: HIGH_WATER, size: (chunk) => chunk?.length ?? 0 });
	const byobRequest = (): ReadableStreamBYOBRequest | null | undefined =>
		controller && "byobRequest" in controller ? controller.byobRequest : undefined;
	return {
		readable,
		write(bytes, keep) {
			if (!controller) return undefined;
			const request = byobRequest();
			const view = request?.view;
			if (view && view.byteLength >= bytes.length) {
				// Straight to where the reader wants them.
				new Uint8Array(view.buffer, view.byteOffset).set(bytes);
				request.respond(bytes.length);
			} else controller.enqueue(keep());
			if ((controller.desiredSize ?? 0) > 0) return undefined;
			return new Promise((resolve) => {
				pulled = resolve;
			});
		},
		close() {
			controller?.close();
			// A BYOB read that waits is answered only by this.
			byobRequest()?.respond(0);
			controller = undefined;
		},
		fail(error) {
			controller?.error(error);
			controller = undefined;
			pulled();
		},
	};
}

/** Starts a download and gives its stream when the server has agreed to it. */
export async function openDownload(
	keeper: Performer,
	settings: Settings,
	path: string,
	options: DownloadOptions,
): Promise<ReadableStream<Uint8Array>> {
	checkOptions(options);
	const { signal, stop, release } = stoppable(options.signal);
	return await new Promise((resolve, reject) => {
		const stream = downloadStream(settings.dialer.capabilities.byteStreams ?? true, stop);
		const begin = (): void => resolve(stream.readable);
		const run = async (): Promise<void> => {
			await receive(keeper, settings, stream, path, { ...options, signal }, begin);
			stream.close();
			begin();
		};
		run()
			.catch((error) => {
				stream.fail(error);
				reject(error);
			})
			.finally(release);
	});
}
