import { FTPReplyError } from "../errors/index.ts";
import { finished } from "../listing/draft.ts";
import type { Entry } from "../listing/entry.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { askForAllFacts } from "./all-facts.ts";
import { mustBeDirectory } from "./inside-directory.ts";
import { attempt, type Finder, findListed, isUnknown, mlst, placeOf } from "./look-up.ts";
import { modifiedAt } from "./modified-at.ts";
import { sizeExact } from "./size.ts";

/**
 * What the server knows about one path: MLST (RFC 3659, 7); where there is none, the line about it in the listing of its directory; and for
 * what is not listed (hidden, or written in another case), SIZE and MDTM for a file, CWD to see whether it is a directory.
 * @param finder reads that listing; without one there is none
 * @throws FTPReplyError, mostly 550, where there is nothing of that name
 */
export function* stat(path: string, finder?: Finder): Operation<Entry> {
	// A bad path is found before anything is sent.
	yield* encode("MLST", path);
	yield* askForAllFacts();
	const known = yield* mlst(path);
	if (known) return known;
	const listed = yield* findListed(path, finder);
	if (listed === "unlisted" || !listed) return yield* statAlone(path, listed !== undefined);
	return yield* refined(path, listed);
}

/**
 * What a symlink leads to: MLST and listings tell of the symlink itself on many servers, SIZE, MDTM and CWD of what is behind it.
 * @throws FTPReplyError where that is nothing
 */
export function* followed(path: string): Operation<Entry> {
	yield* encode("SIZE", path);
	return yield* statAlone(path, true);
}

/**
 * LIST tells the time by the server's clock, whatever that shows, and mostly to the minute or the day; MDTM and MLSD in UTC, to the second. One
 * short question more is worth that.
 */
function* refined(path: string, entry: Entry): Operation<Entry> {
	const { features } = yield* sessionFacts();
	if (entry.type !== "file" || entry.facts?.modify || !features.has("MDTM")) return entry;
	const date = yield* attempt(modifiedAt(path));
	// Not by spreading: a copy has no `sizeExact`.
	return date instanceof Date ? Object.assign(entry, { modifiedAt: date, modifiedAtPrecision: "second" }) : entry;
}

/** A file has a size and a time, a directory can be gone into. A server that knows none of these commands can tell nothing. */
function* statAlone(path: string, isListed: boolean): Operation<Entry> {
	const place = placeOf(path);
	const name = place.name ?? path;
	// What is in no directory is one.
	const bytes = place.name === undefined ? undefined : yield* attempt(sizeExact(path));
	const isDecided = bytes === undefined || (bytes instanceof FTPReplyError && !isUnknown(bytes));
	const date = isDecided ? bytes : yield* attempt(modifiedAt(path));
	if (typeof bytes === "bigint" || date instanceof Date) {
		const isDated = date instanceof Date;
		const draft = {
			name,
			type: "file",
			size: typeof bytes === "bigint" ? Number(bytes) : undefined,
			modifiedAt: isDated ? date : undefined,
			modifiedAtPrecision: isDated ? "second" : undefined,
			raw: "",
		} as const;
		return finished(draft, String(bytes));
	}
	try {
		yield* mustBeDirectory(path);
	} catch (error) {
		// Not a directory. Whether it is a file, nobody has said.
		if (error instanceof FTPReplyError && !isListed && isUnknown(bytes) && isUnknown(date)) throw bytes;
		throw error;
	}
	return { name, type: "directory", raw: "" };
}
