import { allocate } from "../operations/allocate.ts";
import { atomicUpload } from "../operations/atomic-upload.ts";
import { continuedDownload } from "../operations/continued-download.ts";
import { continuedUpload } from "../operations/continued-upload.ts";
import type { Identity } from "../operations/identify.ts";
import type { TransferSummary } from "../operations/transfer.ts";
import { examined } from "../operations/verify.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import { checkCount } from "./arguments.ts";
import { AtomicJob } from "./atomic-job.ts";
import { retryOf } from "./attempts.ts";
import type { DownloadOptions, UploadOptions } from "./calls.ts";
import { checkNames, demand } from "./demand.ts";
import type { Dialer } from "./dialer.ts";
import { DownloadJob } from "./download-job.ts";
import { removeTemporary, temporaryOf } from "./temporary.ts";
import { isText, textSink, textSource } from "./text-mode.ts";
import type { TransferCare } from "./transfer-care.ts";
import { UploadJob } from "./upload-job.ts";
import { Verification } from "./verification.ts";
import { watchedSink, watchedSource } from "./watched.ts";

/** The opposite of `noCare`: each of these options is heeded. */
export const care: TransferCare = {
	download(sink, path, options, settings) {
		const text = isText(options) ? textSink(sink) : undefined;
		const verification = verificationOf(options, settings.dialer);
		const { offset = 0, length } = options;
		const job = new DownloadJob(text ?? (verification ? watchedSink(sink, verification) : sink), {
			path,
			type: text ? "A" : "I",
			offset,
			length,
			expected: identityOf(options.expect),
			mayBeRetried: retryOf(settings, options) !== undefined,
		});
		return {
			type: job.type,
			through: job,
			repetition: job.repetition,
			inPlace: () => job.count,
			total: () => job.total,
			around(transfer) {
				job.begin();
				const whole = continuedDownload(job, (from) => transfer(path, { type: job.type, offset: from }));
				return verification ? examined(path, whole, verification) : whole;
			},
			async finish() {
				await job.finish();
				await verification?.confirm();
				await text?.end();
			},
		};
	},
	upload(source, path = "", options, settings, size) {
		const inText = isText(options);
		const verification = verificationOf(options, settings.dialer, { announced: size });
		const bytes = bytesToAllocate(options.allocate, inText ? undefined : size);
		const temporary = temporaryOf(path, options);
		const target = temporary ?? path;
		const { append = false, offset = 0, resume = false } = options;
		const job = new UploadJob(inText ? textSource(source) : verification ? watchedSource(source, verification) : source, {
			path: target,
			type: inText ? "A" : "I",
			offset,
			isAppended: append,
			// A name that the server chooses is nobody else's either.
			isPrivate: temporary !== undefined || path === "",
			mayBeRetried: retryOf(settings, options) !== undefined,
		});
		if (resume) job.expectOwn(size);
		const atomic = temporary === undefined ? undefined : new AtomicJob(path, temporary, job);
		const once = <T extends TransferSummary>(transfer: Operation<T>): Operation<T> => {
			const whole = bytes === undefined ? transfer : allocated(target, bytes, transfer);
			return verification ? examined(target, whole, verification) : whole;
		};
		return {
			type: job.type,
			through: job,
			repetition: {
				// What the server was found to have: what it was sent may be anywhere.
				moved: () => job.base,
				whyNot: (error) => (atomic?.stored ? undefined : job.whyNot(error)),
			},
			inPlace: (byteCount) => job.base + byteCount,
			around(transfer) {
				const attempt = () =>
					once(
						continuedUpload(job, (choice) => {
							if (atomic) atomic.isTried = true;
							return transfer(target, { type: job.type, ...choice });
						}),
					);
				return atomic ? atomicUpload(atomic, attempt) : attempt();
			},
			finish: async () => {},
			async cleanUp(keeper) {
				if (atomic?.isToBeRemoved && !resume) await removeTemporary(keeper, settings, atomic.temporary, options.retry);
			},
		};
	},
};

/** @throws FTPUsageError BAD_ARGUMENT */
function verificationOf(
	options: DownloadOptions & UploadOptions,
	dialer: Dialer,
	upload?: { readonly announced: number | undefined },
): Verification | undefined {
	const { verify, type = "binary", offset = 0, append = false } = options;
	if (verify === undefined || verify === false) return undefined;
	demand(type === "binary", 'verify counts bytes as they are, which type "ascii" changes');
	demand(options.length === undefined, "A download that ends after length cannot be verified");
	return new Verification(verify, { offset, isAppended: append, isUpload: upload !== undefined, ...upload }, dialer);
}

/** @throws FTPUsageError BAD_ARGUMENT */
function identityOf(expect: DownloadOptions["expect"] = {}): Identity {
	checkNames(expect, { size: 0, modifiedAt: 0 }, "expect");
	const { size, modifiedAt } = expect;
	const isDate = modifiedAt instanceof Date && !Number.isNaN(modifiedAt.getTime());
	demand(modifiedAt === undefined || isDate, "expect.modifiedAt must be a Date");
	return { size: checkCount(size, "expect.size"), modifiedAt: modifiedAt?.getTime() };
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
