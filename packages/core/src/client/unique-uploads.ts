import { uploadUnique } from "../operations/upload-unique.ts";
import { planUpload, type UploadOptions, type UploadResult } from "./calls.ts";
import { demand } from "./demand.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import type { Call } from "./session-keeper.ts";
import { sourceOf, type UploadData } from "./sources.ts";
import { confirmed } from "./uploads.ts";

/** The options of `upload()` that make sense for a file whose name the server chooses. */
export type UniqueUploadOptions = Omit<UploadOptions, "append" | "offset" | "verify">;

export interface UniqueUploadResult extends UploadResult {
	/** The name that the server has chosen, as it says it; undefined where it does not tell. */
	readonly name: string | undefined;
}

/** Uploads what the caller has, under a name of the server's. */
export async function sendUnique(
	keeper: Performer,
	settings: Settings,
	data: UploadData,
	options: UniqueUploadOptions,
): Promise<UniqueUploadResult> {
	const { source, size } = sourceOf(data);
	try {
		const { plan, type, around, finish } = planUpload(source, "", size, options, settings);
		for (const name of ["append", "offset", "verify"] as const) {
			demand(!(options as UploadOptions)[name], `${name} has no meaning for a name of the server's`);
		}
		const { signal } = options;
		// Once: a second time would be a second file.
		const call: Call = { ...plan, signal, repeat: "never" };
		const { byteCount, reply, name } = await keeper.perform(() => confirmed(around(uploadUnique({ type }))), call);
		await finish(byteCount);
		return { bytes: byteCount, reply, name };
	} catch (error) {
		source.cancel(error);
		throw error;
	}
}
