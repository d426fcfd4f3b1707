import {
	type DownloadOptions,
	type DownloadResult,
	FTPError,
	FTPUsageError,
	type Sink,
	type Source,
	type UploadOptions,
	type UploadResult,
} from "@isoftp/core";
import { FileSink } from "./file-sink.ts";
import { FileSource } from "./file-source.ts";
import { localFailure, sizeOf, sizeOfPlace } from "./local-file.ts";

/** What a client does: a session, or a pool of them. */
type Receive = (sink: Sink, path: string, options: DownloadOptions) => Promise<DownloadResult>;
type Send = (source: Source, path: string, options: UploadOptions) => Promise<UploadResult>;

/** Downloads into a local file, without a stream in between. */
export async function downloadToFile(
	receive: Receive,
	localPath: string,
	path: string,
	options: DownloadOptions,
): Promise<DownloadResult> {
	const offset = options?.offset ?? 0;
	reach(localPath, await sizeOfPlace(localPath), offset);
	const sink = new FileSink(localPath, offset);
	try {
		const result = await receive(sink, path, options);
		await sink.finish();
		return result;
	} catch (error) {
		await sink.discard();
		throw error instanceof FTPError ? error : localFailure(localPath, error);
	}
}

/** Uploads a local file, without a stream in between. */
export async function uploadFromFile(send: Send, localPath: string, path: string, options: UploadOptions): Promise<UploadResult> {
	const offset = options?.offset ?? 0;
	const size = await sizeOf(localPath);
	reach(localPath, size, offset);
	const source = new FileSource(localPath, offset);
	try {
		return await send(source, path, options && { ...options, size: size - offset });
	} finally {
		await source.close();
	}
}

/** Going on beyond the end of a file would leave a hole in one of the two. */
function reach(localPath: string, size: number, offset: number): void {
	if (offset <= size) return;
	throw new FTPUsageError("BAD_ARGUMENT", `The offset ${offset} is beyond the ${size} bytes of the local file ${localPath}`);
}
