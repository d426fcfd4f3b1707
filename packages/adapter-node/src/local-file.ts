import { constants, lstatSync, readlinkSync, realpathSync, type Stats, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { FTPAbortError, FTPUsageError } from "@isoftp/core";

/** Without it, opening a named pipe would wait for its other end, for ever. Windows has neither. */
export const AT_ONCE: number = constants.O_NONBLOCK ?? 0;

/** A symlink in the file's place is not followed. Windows does not have it, and makes symlinks only for those who may. */
export const NO_FOLLOW: number = constants.O_NOFOLLOW ?? 0;

/** How many symlinks may lead to one another, as on Linux. */
const MOST_LINKS = 40;

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
	if (path.endsWith("/")) throw unusable(`${path} is not a directory`);
	const folder = dirname(path);
	if (!lookAt(folder).isDirectory()) throw unusable(`${folder} is not a directory`);
	return 0;
}

/**
 * Where a path really leads: a symlink, even one to a file that is still to be made, stands for what it points to, as it does with curl and wget.
 * @throws FTPUsageError BAD_ARGUMENT
 */
export function destinationOf(path: string): string {
	try {
		let place = resolve(path);
		for (let links = 0; links < MOST_LINKS; links++) {
			place = join(realpathSync(dirname(place)), basename(place));
			if (!lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) return place;
			place = resolve(dirname(place), readlinkSync(place));
		}
	} catch (cause) {
		throw unusable(reasonOf(cause), cause);
	}
	throw unusable(`${path} leads through too many symlinks`);
}

export async function openToRead(path: string, flags = 0): Promise<FileHandle> {
	return await onlyRegular(path, await open(path, constants.O_RDONLY | AT_ONCE | flags));
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

export function hasErrno(error: unknown, ...codes: readonly string[]): boolean {
	return error instanceof Error && "code" in error && codes.some((code) => error.code === code);
}

/** What a promise gives; nothing where the system says that there is no such thing. */
export async function unlessMissing<T>(promise: Promise<T>): Promise<T | undefined> {
	try {
		return await promise;
	} catch (error) {
		if (hasErrno(error, "ENOENT")) return undefined;
		throw error;
	}
}

export function reasonOf(cause: unknown): string {
	return cause instanceof Error ? cause.message : String(cause);
}
