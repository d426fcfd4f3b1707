import { allocate } from "../operations/allocate.ts";
import { examined } from "../operations/verify.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import { checkCount } from "./arguments.ts";
import type { DownloadOptions, UploadOptions } from "./calls.ts";
import type { Sink, Source } from "./data-plan.ts";
import { demand } from "./demand.ts";
import type { Dialer } from "./dialer.ts";
import { isText, textSink, textSource } from "./text-mode.ts";
import type { TransferCare } from "./transfer-care.ts";
import { Verification } from "./verification.ts";

/** The opposite of `noCare`: each of these options is heeded. */
export const care: TransferCare = {
	download(sink, path, options, dialer) {
		const text = isText(options) ? textSink(sink) : undefined;
		const verification = verificationOf(options, dialer);
		return {
			type: text ? "A" : "I",
			through: text ?? (verification ? watchedSink(sink, verification) : sink),
			around: (transfer) => (verification ? examined(path, transfer, verification) : transfer),
			async finish() {
				await verification?.confirm();
				await text?.end();
			},
		};
	},
	upload(source, path, options, dialer, size) {
		const inText = isText(options);
		const verification = verificationOf(options, dialer);
		const bytes = bytesToAllocate(options.allocate, inText ? undefined : size);
		return {
			type: inText ? "A" : "I",
			through: inText ? textSource(source) : verification ? watchedSource(source, verification) : source,
			around(transfer) {
				const whole = bytes === undefined ? transfer : allocated(path, bytes, transfer);
				return verification ? examined(path, whole, verification) : whole;
			},
			// What is behind the bytes at an offset stays with most servers, and goes with Pure-FTPd.
			finish: async () => verification?.confirm((options.offset ?? 0) > 0, size),
		};
	},
};

/** @throws FTPUsageError BAD_ARGUMENT */
function verificationOf(options: DownloadOptions & UploadOptions, dialer: Dialer): Verification | undefined {
	const { verify, type = "binary", offset = 0, append = false } = options;
	if (verify === undefined || verify === false) return undefined;
	demand(type === "binary", 'verify counts bytes as they are, which type "ascii" changes');
	demand(options.length === undefined, "A download that ends after length cannot be verified");
	return new Verification(verify, { offset, isAppended: append }, dialer);
}

/** @throws FTPUsageError BAD_ARGUMENT */
function bytesToAllocate(wanted: UploadOptions["allocate"], size: number | undefined): number | undefined {
	if (wanted === undefined || wanted === false) return undefined;
	if (wanted !== true) return checkCount(wanted, "allocate");
	demand(size !== undefined, 'allocate: true needs to know the size, which type "ascii" changes: give a number, or size');
	return size;
}

function* allocated<T>(path: string, bytes: number, transfer: Operation<T>): Operation<T> {
	// A bad path is found before anything is sent.
	yield* encode("STOR", path);
	yield* allocate(bytes);
	return yield* transfer;
}

function watchedSink(sink: Sink, verification: Verification): Sink {
	return {
		write(bytes, keep) {
			// First: who takes the bytes for good may take their buffer with them.
			const hashed = verification.update(bytes);
			// Nobody waits for it where the place wants no more, or fails.
			hashed?.catch(() => undefined);
			const taken = sink.write(bytes, keep);
			if (!hashed || taken === "enough") return taken;
			return taken ? Promise.all([hashed, taken]).then(() => undefined) : hashed;
		},
	};
}

function watchedSource(source: Source, verification: Verification): Source {
	return {
		async read() {
			const bytes = await source.read();
			if (bytes) await verification.update(bytes);
			return bytes;
		},
		rewind() {
			verification.restart();
			return source.rewind();
		},
		cancel: (reason) => source.cancel(reason),
	};
}
