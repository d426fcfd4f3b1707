import type { TransferSummary } from "../operations/transfer.ts";
import { type UploadOptions as Choice, upload } from "../operations/upload.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { planUpload, type UploadOptions, type UploadResult } from "./calls.ts";
import type { Source } from "./data-plan.ts";
import { demand } from "./demand.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import { sourceOf, type UploadData } from "./sources.ts";

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
	try {
		const { plan, type, around, finish } = planUpload(source, path, size, options, settings);
		const { append, offset, signal } = options;
		demand(!append || !offset, "append and offset exclude each other: APPE has no offset");
		const choice: Choice = { type, append, offset, isRepeatable: () => plan.source?.rewind() ?? false };
		const { byteCount, reply } = await keeper.perform(() => confirmed(around(upload(path, choice))), { ...plan, signal });
		await finish(byteCount);
		return { bytes: byteCount, reply };
	} catch (error) {
		source.cancel(error);
		throw error;
	}
}

/** An upload always ends with a reply: only downloads can be ended early. */
export function* confirmed<T extends TransferSummary>(operation: Operation<T>): Operation<T & { readonly reply: Reply }> {
	const summary = yield* operation;
	const { reply } = summary;
	if (!reply) throw new Error("isoftp: an upload ended without a reply; this is a bug, please report it");
	return { ...summary, reply };
}
