import { FTPProtocolError, FTPReplyError } from "../errors/index.ts";
import type { Entry } from "../listing/entry.ts";
import { parseMlstLine } from "../listing/mlsx.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { exchange } from "./exchange.ts";
import { mustBeDirectory } from "./inside-directory.ts";
import { modifiedAt } from "./modified-at.ts";
import { size } from "./size.ts";

/**
 * What the server knows about one path: MLST (RFC 3659, 7), else SIZE and MDTM for a file, else CWD to see whether it is a
 * directory.
 * @throws FTPReplyError, mostly 550, where there is nothing of that name
 */
export function* stat(path: string): Operation<Entry> {
	const { features } = yield* sessionFacts();
	if (features.has("MLST")) {
		const reply = yield* exchange(yield* encode("MLST", path));
		for (const line of reply.lines.length === 1 ? [reply.text] : reply.lines.slice(1, -1)) {
			const entry = parseMlstLine(line);
			// The server names it by some path of its own; the caller's is the one that is known to work.
			if (entry) return Object.assign(entry, { name: baseName(path) });
		}
	}
	return yield* statWithoutMlst(path);
}

/** Whether there is a file or directory of that name. */
export function* exists(path: string): Operation<boolean> {
	try {
		yield* stat(path);
		return true;
	} catch (error) {
		if (error instanceof FTPReplyError && error.code === 550) return false;
		throw error;
	}
}

/** A file has a size and a time, a directory can be gone into. A server that knows none of these commands can tell nothing. */
function* statWithoutMlst(path: string): Operation<Entry> {
	const bytes = yield* attempt(size(path));
	const date = bytes instanceof FTPReplyError && !isUnknown(bytes) ? bytes : yield* attempt(modifiedAt(path));
	const name = baseName(path);
	if (typeof bytes === "number" || date instanceof Date) {
		const known = typeof bytes === "number" ? { size: bytes } : {};
		const modified = date instanceof Date ? ({ modifiedAt: date, modifiedAtPrecision: "second" } as const) : {};
		return { name, type: "file", ...known, ...modified, raw: "" };
	}
	try {
		yield* mustBeDirectory(path);
	} catch (error) {
		// Not a directory. Whether it is a file, nobody has said.
		if (error instanceof FTPReplyError && isUnknown(bytes) && isUnknown(date)) throw bytes;
		throw error;
	}
	return { name, type: "directory", raw: "" };
}

/** What it gives, or why not: a refusal for good, or a value that makes no sense. */
function* attempt<T>(operation: Operation<T>): Operation<T | FTPReplyError | FTPProtocolError> {
	try {
		return yield* operation;
	} catch (error) {
		if (error instanceof FTPReplyError && !error.isTransient) return error;
		if (error instanceof FTPProtocolError && error.code === "BAD_VALUE") return error;
		throw error;
	}
}

/** The server does not know the command; that says nothing about the file. */
function isUnknown(answer: unknown): boolean {
	return answer instanceof FTPReplyError && [500, 501, 502, 504].includes(answer.code);
}

function baseName(path: string): string {
	return /[^/]+(?=\/*$)/.exec(path)?.[0] ?? path;
}
