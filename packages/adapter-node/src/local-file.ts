import { constants, type Stats, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { FTPAbortError, FTPUsageError } from "@isoftp/core";

/** Without it, opening a named pipe would wait for its other end, for ever. Windows has neither. */
const AT_ONCE = constants.O_NONBLOCK ?? 0;

/** The size of the file to upload. @throws FTPUsageError BAD_ARGUMENT when it cannot be one */
export function sizeOf(path: string): number {
	const stats = lookAt(path);
	if (!stats.isFile()) throw notRegular(path);
	return stats.size;
}

/** The size of the file that a download goes to; 0 when there is none. @throws FTPUsageError BAD_ARGUMENT when it cannot be made */
export function sizeOfPlace(path: string): number {
	try {
		return sizeOf(path);
	} catch (error) {
		if (!hasErrno((error as Error).cause, "ENOENT")) throw error;
	}
	const folder = dirname(path);
	if (!lookAt(folder).isDirectory()) throw unusable(`${folder} is not a directory`);
	return 0;
}

export async function openToRead(path: string): Promise<FileHandle> {
	return await onlyRegular(path, await open(path, constants.O_RDONLY | AT_ONCE));
}

/** Opens a file or makes it; what is in it, stays. */
export async function openToWrite(path: string): Promise<{ readonly handle: FileHandle; readonly isNew: boolean }> {
	const flags = constants.O_WRONLY | constants.O_CREAT | AT_ONCE;
	try {
		return { handle: await open(path, flags | constants.O_EXCL), isNew: true };
	} catch (error) {
		if (!hasErrno(error, "EEXIST")) throw error;
		return { handle: await onlyRegular(path, await open(path, flags)), isNew: false };
	}
}

/** Going on beyond the end of a file would leave a hole in one of the two. @throws FTPUsageError BAD_ARGUMENT */
export function reach(path: string, size: number, offset: number): void {
	if (offset > size) throw unusable(`the offset ${offset} is beyond the ${size} bytes of ${path}`);
}

/** What the system says about a local file is the caller's affair, not the network's. */
export function localFailure(path: string, cause: unknown): FTPAbortError {
	return new FTPAbortError(`The local file ${path} failed: ${reasonOf(cause)}`, { cause });
}

/** What was a file when it was looked at may be something else when it is opened. */
async function onlyRegular(path: string, handle: FileHandle): Promise<FileHandle> {
	if ((await handle.stat()).isFile()) return handle;
	await handle.close();
	throw notRegular(path);
}

/** Without waiting, for a call takes its place in the line when it is made: another one made behind it must not come first. */
function lookAt(path: string): Stats {
	if (path === "") throw unusable("A local path must not be empty");
	try {
		return statSync(path);
	} catch (cause) {
		throw unusable(reasonOf(cause), cause);
	}
}

function notRegular(path: string): FTPUsageError {
	return unusable(`${path} is not a regular file; for anything else there are downloadStream() and upload()`);
}

export function unusable(reason: string, cause?: unknown): FTPUsageError {
	return new FTPUsageError("BAD_ARGUMENT", `The local path cannot be used: ${reason}`, { cause });
}

function hasErrno(error: unknown, code: string): boolean {
	return error instanceof Error && "code" in error && error.code === code;
}

function reasonOf(cause: unknown): string {
	return cause instanceof Error ? cause.message : String(cause);
}
