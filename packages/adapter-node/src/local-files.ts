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

/** Downloads into a local file, or into what the caller has for it. */
export function downloadToPlace(
	receive: Receive,
	place: string | Sink,
	path: string,
	options: DownloadOptions,
): Promise<DownloadResult> {
	return typeof place === "string" ? downloadToFile(receive, place, path, options) : receive(place, path, options);
}

/** Uploads a local file, or what the caller's own source gives. */
export function uploadFromPlace(send: Send, place: string | Source, path: string, options: UploadOptions): Promise<UploadResult> {
	return typeof place === "string" ? uploadFromFile(send, place, path, options) : send(place, path, options);
}

/** Without a stream in between. */
async function downloadToFile(
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

/** Without a stream in between. */
async function uploadFromFile(send: Send, localPath: string, path: string, options: UploadOptions): Promise<UploadResult> {
	const offset = options?.offset ?? 0;
	const size = sizeOf(localPath);
	reach(localPath, size, offset);
	const source = new FileSource(localPath, offset);
	try {
		const result = await send(source, path, options && { ...options, size: size - offset });
		// Not by what was sent: text has other line ends then.
		if (source.given >= size - offset) return result;
		const lost = `it had ${size} bytes when its upload began, and only ${source.given + offset} when it ended`;
		throw localFailure(localPath, new Error(lost));
	} finally {
		await source.close();
	}
}
