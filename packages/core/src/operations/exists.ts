import { FTPReplyError } from "../errors/index.ts";
import type { Operation } from "../protocol/operation.ts";
import { mustBeDirectory } from "./inside-directory.ts";
import { attempt, type Finder, findListed, isUnknown, mlst } from "./look-up.ts";
import { modifiedAt } from "./modified-at.ts";
import { sizeExact } from "./size.ts";

/**
 * Whether there is a file or directory of that name, asked in the cheapest way that the server knows: MLST, or SIZE, or MDTM, and CWD for
 * what is no file. Only where it knows none of them, its directory is listed.
 * @param finder reads that listing; without one there is none
 * @throws FTPReplyError when the server will not say, which is no proof of absence
 */
export function* exists(path: string, finder?: Finder): Operation<boolean> {
	try {
		return (yield* mlst(path)) !== undefined || (yield* isThere(path, finder));
	} catch (error) {
		// A server that will not tell where we are has said nothing about the path.
		if (error instanceof FTPReplyError && error.code === 550 && error.command !== "PWD") return false;
		throw error;
	}
}

function* isThere(path: string, finder: Finder | undefined): Operation<boolean> {
	const bytes = yield* attempt(sizeExact(path));
	const date = isUnknown(bytes) ? yield* attempt(modifiedAt(path)) : bytes;
	// A size or a time that makes no sense is that of something.
	if (!(date instanceof FTPReplyError)) return true;
	try {
		yield* mustBeDirectory(path);
		return true;
	} catch (error) {
		if (!(error instanceof FTPReplyError && isUnknown(date))) throw error;
	}
	const listed = yield* findListed(path, finder);
	if (listed === undefined) throw bytes;
	return listed !== "unlisted";
}
