import { accessSync, constants } from "node:fs";
import { dirname, resolve } from "node:path";
import {
	type DownloadOptions,
	type DownloadResult,
	FTPError,
	type FTPMethods,
	FTPUsageError,
	type Sink,
	type Source,
	type UploadOptions,
	type UploadResult,
} from "@isoftp/core";
import { FileInPlace } from "./file-in-place.ts";
import { FileSink } from "./file-sink.ts";
import { FileSource } from "./file-source.ts";
import { destinationOf, localFailure, reach, reasonOf, sizeOf, sizeOfPlace, unusable } from "./local-file.ts";
import { PartFile } from "./part-file.ts";
import { type Receive, resumeInto } from "./resumed-download.ts";

/** How a file is downloaded, and what becomes of the local one. */
export interface NodeDownloadOptions extends DownloadOptions {
	/**
	 * What has arrived of a download to a local file that fails is kept, under a temporary name in the same folder, and the next one with
	 * `resume` goes on there if the remote file is the same by then: by its size and time, which are asked beforehand unless `expect` tells both.
	 * Where the server does not tell them, and where the file is another one, everything is transferred. Leftovers of other versions
	 * of the file are removed. Progress counts the bytes that were there. Between the question and the transfer other calls may have
	 * their turn: while the current directory is being changed, give a whole path. Not with `offset`, `length` and `type: "ascii"`, and
	 * with `verify` only by `true` or "size". `false` by default.
	 */
	readonly resume?: boolean | undefined;
	/**
	 * The bytes are on the disk before the local file has its name, so that a loss of power does not leave it empty. That takes about five times as long as
	 * to write it; `false` by default, as with other programs that copy files.
	 */
	readonly fsync?: boolean | undefined;
}

type Send = (source: Source, path: string, options: UploadOptions) => Promise<UploadResult>;

/** Where downloads go at present: of two to one place nobody could say which one will be there. */
const places: Set<string> = /* @__PURE__ */ new Set();

/**
 * Downloads into a local file, or into what the caller has for it.
 * @param receive downloads into a sink
 */
export async function downloadToPlace(
	client: FTPMethods,
	receive: Receive,
	place: string | Sink,
	path: string,
	options: NodeDownloadOptions,
): Promise<DownloadResult> {
	if (typeof options !== "object" || options === null) throw wrong("Options must be an object");
	const { resume = false, fsync = false, ...others } = options;
	if (typeof resume !== "boolean" || typeof fsync !== "boolean") throw wrong("resume and fsync must be true or false");
	if (typeof place === "string") return await downloadToFile(client, receive, place, path, others, resume, fsync);
	if (resume || fsync) throw wrong("resume and fsync are for local files");
	return await receive(place, path, others);
}

/** Uploads a local file, or what the caller's own source gives. */
export function uploadFromPlace(send: Send, place: string | Source, path: string, options: UploadOptions): Promise<UploadResult> {
	return typeof place === "string" ? uploadFromFile(send, place, path, options) : send(place, path, options);
}

/** Without a stream in between. */
async function downloadToFile(
	client: FTPMethods,
	receive: Receive,
	localPath: string,
	path: string,
	options: DownloadOptions,
	resume: boolean,
	fsync: boolean,
): Promise<DownloadResult> {
	const { offset = 0 } = options;
	reach(localPath, sizeOfPlace(localPath), offset);
	const place = destinationOf(localPath);
	if (offset === 0) mustBeWritable(dirname(place));
	if (places.has(place)) throw unusable(`another download to ${localPath} is under way`);
	places.add(place);
	try {
		if (resume) return await resumeInto({ client, receive, place, path, fsync }, options);
		const sink = new FileSink(offset > 0 ? new FileInPlace(place, offset, fsync) : new PartFile(place, { fsync }), offset);
		return await finished(sink, receive(sink.place, path, options));
	} catch (error) {
		throw error instanceof FTPError ? error : localFailure(localPath, error);
	} finally {
		places.delete(place);
	}
}

async function finished(sink: FileSink, receiving: Promise<DownloadResult>): Promise<DownloadResult> {
	try {
		const result = await receiving;
		await sink.finish();
		return result;
	} catch (error) {
		await sink.discard();
		throw error;
	}
}

/** Without a stream in between. */
async function uploadFromFile(send: Send, localPath: string, path: string, options: UploadOptions): Promise<UploadResult> {
	const offset = options?.offset ?? 0;
	const size = sizeOf(localPath);
	reach(localPath, size, offset);
	const source = new FileSource(localPath, offset, size);
	try {
		return await send(source, path, options && { ...options, size: size - offset });
	} finally {
		await source.close();
	}
}

/** A temporary file has to be made there. */
function mustBeWritable(folder: string): void {
	try {
		accessSync(folder, constants.W_OK | constants.X_OK);
	} catch (cause) {
		throw unusable(`no file can be made in ${resolve(folder)}: ${reasonOf(cause)}`, cause);
	}
}

function wrong(message: string): FTPUsageError {
	return new FTPUsageError("BAD_ARGUMENT", message);
}
