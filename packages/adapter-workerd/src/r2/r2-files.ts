import type { DownloadOptions, DownloadResult, FTPMethods, UploadOptions, UploadResult } from "@isoftp/core";
import { FTPAbortError, FTPError, FTPUsageError } from "@isoftp/core";
import type { Bucket } from "./bucket.ts";
import { type ObjectOptions, R2Sink } from "./r2-sink.ts";
import { R2Source } from "./r2-source.ts";

/**
 * Downloads a file into an R2 object, in parts where it is large: a Worker holds no more than two of them, whatever the size. The object is
 * written, or replaced, when the whole file is there. It has the time of the file, as `mtime` in its metadata, where `expect.modifiedAt` tells that; nothing
 * is kept of a download that fails.
 * @throws what `downloadTo()` throws; what R2 says, as FTPAbortError with `cause`
 */
export async function downloadToR2(
	client: FTPMethods,
	path: string,
	bucket: Bucket,
	key: string,
	options: DownloadOptions & ObjectOptions = {},
): Promise<DownloadResult> {
	const { partSize, put, ...rest } = options;
	const { size, modifiedAt } = rest.expect ?? {};
	const sink = await R2Sink.open(bucket, key, { size, modifiedAt }, { partSize, put });
	try {
		const result = await client.downloadTo(sink, path, rest);
		await sink.commit();
		return result;
	} catch (error) {
		await sink.discard();
		throw failure(key, error);
	}
}

/**
 * Uploads an R2 object as a stream, which can be begun anew, and continued, where `retry` asks for that.
 * @throws FTPUsageError BAD_ARGUMENT where there is none of that key; FTPAbortError where it is replaced while it is read, or R2 fails
 */
export async function uploadFromR2(
	client: FTPMethods,
	bucket: Bucket,
	key: string,
	path: string,
	options: UploadOptions = {},
): Promise<UploadResult> {
	const object = await bucket.head(key).catch((cause: unknown) => {
		throw failure(key, cause);
	});
	if (!object) throw new FTPUsageError("BAD_ARGUMENT", `There is no object ${key}`);
	const source = new R2Source(bucket, object);
	try {
		return await client.uploadFrom(source, path, { ...options, size: object.size });
	} finally {
		await source.close();
	}
}

function failure(key: string, cause: unknown): FTPError {
	return cause instanceof FTPError ? cause : new FTPAbortError(`The object ${key} failed: ${String(cause)}`, { cause });
}
