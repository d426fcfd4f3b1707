import { download } from "../operations/download.ts";
import type { Reply } from "../protocol/reply.ts";
import { checkCount, checkOptions, checkPath } from "./arguments.ts";
import type { DownloadOptions, DownloadResult } from "./calls.ts";
import type { Sink } from "./data-plan.ts";
import { demand } from "./demand.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import { ProgressReport } from "./progress-report.ts";
import { bounded } from "./sinks.ts";

/** The one way of every download. */
export async function receive(
	keeper: Performer,
	settings: Settings,
	sink: Sink,
	path: string,
	options: DownloadOptions,
	onBegin?: () => void,
): Promise<DownloadResult> {
	const { signal, retry } = checkOptions(options);
	demand(typeof sink?.write === "function", "The place that a download goes to must have a write()");
	const offset = checkCount(options.offset, "offset") ?? 0;
	const length = checkCount(options.length, "length");
	const maxBytes = options.maxBytes === Number.POSITIVE_INFINITY ? undefined : checkCount(options.maxBytes, "maxBytes");
	checkPath(path);
	const cared = settings.parts.care.download(bounded(sink, maxBytes), path, options, settings);
	const progress = new ProgressReport(options, cared.inPlace, undefined);
	const { byteCount, reply } = await keeper.perform(() => cared.around(download), {
		...cared.repetition,
		sink: cared.through,
		length,
		signal,
		retry,
		onAttempt: progress.onAttempt,
		onBegin(reply) {
			// Servers disagree on whether the size they name counts from the offset. With other line ends it will be another number.
			const announced = reply && offset === 0 && cared.type === "I" ? announcedSize(reply) : undefined;
			progress.total ??= cared.total?.() ?? (announced === undefined ? undefined : Math.min(announced, length ?? announced));
			onBegin?.();
		},
		onBytes: progress.onBytes,
	});
	await cared.finish();
	return { bytes: progress.finish(byteCount), reply };
}

/** "150 Opening BINARY mode data connection for x (1234 bytes)." A hint, which may be wrong: files grow. */
function announcedSize(reply: Reply): number | undefined {
	const digits = /\((\d{1,15}) bytes\)[.\s]*$/i.exec(reply.text)?.[1];
	return digits === undefined ? undefined : Number(digits);
}
