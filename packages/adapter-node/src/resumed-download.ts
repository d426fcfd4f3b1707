import {
	type DownloadOptions,
	type DownloadResult,
	type FTPMethods,
	FTPProtocolError,
	FTPReplyError,
	FTPUsageError,
	type Progress,
	type Sink,
} from "@isoftp/core";
import { FileSink } from "./file-sink.ts";
import { Leftovers } from "./leftovers.ts";
import { PartFile } from "./part-file.ts";

/** What a client does: a session, or a pool of them. */
export type Receive = (sink: Sink, path: string, options: DownloadOptions) => Promise<DownloadResult>;

/** A remote file, and where it goes to. */
interface Resumed {
	readonly client: FTPMethods;
	readonly receive: Receive;
	readonly place: string;
	readonly path: string;
	readonly fsync: boolean;
}

/** Downloads into a temporary file that stays if the download fails, and goes on in the one that was left. */
export async function resumeInto(
	{ client, receive, place, path, fsync }: Resumed,
	options: DownloadOptions,
): Promise<DownloadResult> {
	checkResumable(options);
	const known = await identify(client, path, options);
	const identity = known && JSON.stringify([path, known.size, known.modifiedAt]);
	const file = new PartFile(place, { fsync, identity });
	await new Leftovers().remove(place, file.name);
	const offset = known ? await file.take(known.size) : 0;
	const sink = new FileSink(file, offset);
	try {
		const expect = known ?? options.expect;
		const result = await receive(sink.place, path, {
			...options,
			offset,
			expect,
			onProgress: counted(options, offset, known?.size),
		});
		await sink.finish();
		return result;
	} catch (error) {
		// What is wrong would be wrong again.
		file.isSpoilt ||= error instanceof FTPProtocolError && (error.code === "WRONG_HASH" || error.code === "CHANGED");
		await sink.discard(true);
		throw error;
	}
}

/** @throws FTPUsageError BAD_ARGUMENT */
function checkResumable({ offset, length, type = "binary", verify = false }: DownloadOptions): void {
	const isWhole = offset === undefined && length === undefined && type === "binary";
	if (isWhole && (typeof verify === "boolean" || verify === "size")) return;
	const reason = 'resume excludes offset, length and type "ascii", and what is continued can be verified only by true or "size"';
	throw new FTPUsageError("BAD_ARGUMENT", reason);
}

/** What the remote file is told by; nothing where the server does not tell all of it. */
async function identify(
	client: FTPMethods,
	path: string,
	{ expect, signal, retry }: DownloadOptions,
): Promise<{ readonly size: number; readonly modifiedAt: Date } | undefined> {
	try {
		const [size, modifiedAt] = await Promise.all([
			expect?.size ?? client.size(path, { signal, retry }),
			expect?.modifiedAt ?? client.modifiedAt(path, { signal, retry }),
		]);
		return { size, modifiedAt };
	} catch (error) {
		// If there is no such file, that is told when it is asked for.
		if (error instanceof FTPReplyError || (error instanceof FTPProtocolError && error.code === "BAD_VALUE")) return undefined;
		throw error;
	}
}

/** Progress that counts what was there, too. */
function counted({ onProgress }: DownloadOptions, offset: number, total: number | undefined): DownloadOptions["onProgress"] {
	if (typeof onProgress !== "function") return onProgress;
	return ({ bytes, attempt, ...progress }: Progress) =>
		onProgress({ bytes: offset + bytes, total: total ?? progress.total, attempt });
}
