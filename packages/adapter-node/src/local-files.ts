import { resolve } from "node:path";
import {
	type DownloadOptions,
	type DownloadResult,
	FTPError,
	type Sink,
	type Source,
	type UploadOptions,
	type UploadResult,
} from "@isoftp/core";
import { FileSink } from "./file-sink.ts";
import { FileSource } from "./file-source.ts";
import { localFailure, reach, sizeOf, sizeOfPlace, unusable } from "./local-file.ts";

/** What a client does: a session, or a pool of them. */
type Receive = (sink: Sink, path: string, options: DownloadOptions) => Promise<DownloadResult>;
type Send = (source: Source, path: string, options: UploadOptions) => Promise<UploadResult>;

/** Where downloads go at present: two of them would write into each other's file, and one that fails remove it. */
const places = new Set<string>();

/** Downloads into a local file, without a stream in between. */
export async function downloadToFile(
	receive: Receive,
	localPath: string,
	path: string,
	options: DownloadOptions,
): Promise<DownloadResult> {
	const offset = options?.offset ?? 0;
	reach(localPath, sizeOfPlace(localPath), offset);
	const place = resolve(localPath);
	if (places.has(place)) throw unusable(`another download to ${localPath} is under way`);
	places.add(place);
	const sink = new FileSink(localPath, offset);
	try {
		const result = await receive(sink, path, options);
		await sink.finish();
		return result;
	} catch (error) {
		await sink.discard();
		throw error instanceof FTPError ? error : localFailure(localPath, error);
	} finally {
		places.delete(place);
	}
}

/** Uploads a local file, without a stream in between. */
export async function uploadFromFile(send: Send, localPath: string, path: string, options: UploadOptions): Promise<UploadResult> {
	const offset = options?.offset ?? 0;
	const size = sizeOf(localPath);
	reach(localPath, size, offset);
	const source = new FileSource(localPath, offset);
	try {
		const result = await send(source, path, options && { ...options, size: size - offset });
		if (result.bytes >= size - offset) return result;
		const lost = `it had ${size} bytes when its upload began, and only ${result.bytes + offset} when it ended`;
		throw localFailure(localPath, new Error(lost));
	} finally {
		await source.close();
	}
}
