import { uploadUnique } from "../operations/upload-unique.ts";
import type { UploadOptions, UploadResult } from "./calls.ts";
import { demand } from "./demand.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import { sourceOf, type UploadData } from "./sources.ts";
import { confirmed, planUpload } from "./uploads.ts";

/** The options of `upload()` that make sense for a file whose name the server chooses. */
export type UniqueUploadOptions = Omit<UploadOptions, "append" | "offset" | "verify" | "atomic" | "resume">;

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
		const { cared, call, progress } = planUpload(source, undefined, size, options, settings);
		for (const name of ["append", "offset", "verify", "atomic", "resume"] as const) {
			demand(!(options as UploadOptions)[name], `${name} has no meaning for a name of the server's`);
		}
		const operation = () => confirmed(cared.around((_path, { type }) => uploadUnique({ type })));
		// A second time would be a second file.
		const { byteCount, reply, name } = await keeper.perform(operation, { ...call, repeat: "never" });
		return { bytes: progress.finish(byteCount), reply, name };
	} catch (error) {
		source.cancel(error);
		throw error;
	}
}
