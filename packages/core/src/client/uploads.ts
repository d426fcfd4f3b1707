import type { TransferSummary } from "../operations/transfer.ts";
import { upload } from "../operations/upload.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { checkCount, checkOptions } from "./arguments.ts";
import type { UploadOptions, UploadResult } from "./calls.ts";
import type { Source } from "./data-plan.ts";
import { checkFlag, demand } from "./demand.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import { ProgressReport } from "./progress-report.ts";
import type { Call } from "./session-keeper.ts";
import { sourceOf, type UploadData } from "./sources.ts";
import type { CaredUpload } from "./transfer-care.ts";

/** An upload, with what its options make of it. */
export interface PlannedUpload {
	readonly cared: CaredUpload;
	readonly call: Call;
	readonly progress: ProgressReport;
}

/** Uploads what the caller has. */
export async function sendData(
	keeper: Performer,
	settings: Settings,
	path: string,
	data: UploadData,
	options: UploadOptions,
): Promise<UploadResult> {
	const { source, size } = sourceOf(data);
	return await sendSource(keeper, settings, path, source, size, options);
}

/** The one way of every upload to a name of the caller's. */
export async function sendSource(
	keeper: Performer,
	settings: Settings,
	path: string,
	source: Source,
	size: number | undefined,
	options: UploadOptions,
): Promise<UploadResult> {
	let cared: CaredUpload | undefined;
	try {
		const planned = planUpload(source, path, size, options, settings);
		demand(!options.append || !options.offset, "append and offset exclude each other: APPE has no offset");
		cared = planned.cared;
		const { around, through } = cared;
		const isRepeatable = (): boolean => through.rewind();
		const operation = () => confirmed(around((target, choice) => upload(target, { ...choice, isRepeatable })));
		const { byteCount, reply } = await keeper.perform(operation, planned.call);
		return { bytes: planned.progress.finish(byteCount), reply };
	} catch (error) {
		source.cancel(error);
		await cared?.cleanUp?.(keeper);
		throw error;
	}
}

/**
 * @param path undefined where the server chooses it
 * @throws FTPUsageError BAD_ARGUMENT
 */
export function planUpload(
	source: Source,
	path: string | undefined,
	total: number | undefined,
	options: UploadOptions,
	settings: Settings,
): PlannedUpload {
	const { append, offset, signal, retry } = checkOptions(options);
	checkFlag(append, "append");
	checkCount(offset, "offset");
	const size = total ?? checkCount(options.size, "size");
	const cared = settings.parts.care.upload(source, path, options, settings, size);
	// With other line ends it will be another number.
	const progress = new ProgressReport(options, cared.inPlace, cared.type === "A" ? undefined : size);
	const { onAttempt, onBytes } = progress;
	return { cared, call: { ...cared.repetition, source: cared.through, signal, retry, onAttempt, onBytes }, progress };
}

/** An upload always ends with a reply: only downloads can be ended early. */
export function* confirmed<T extends TransferSummary>(operation: Operation<T>): Operation<T & { readonly reply: Reply }> {
	const summary = yield* operation;
	const { reply } = summary;
	if (!reply) throw new Error("isoftp: an upload ended without a reply; this is a bug, please report it");
	return { ...summary, reply };
}
