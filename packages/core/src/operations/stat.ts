import { FTPReplyError } from "../errors/index.ts";
import type { Entry } from "../listing/entry.ts";
import { parseMlstLine } from "../listing/mlsx.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { exchange } from "./exchange.ts";
import { insideDirectory } from "./inside-directory.ts";
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
	return (yield* statFile(path)) ?? (yield* statDirectory(path));
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

function* statFile(path: string): Operation<Entry | undefined> {
	const bytes = yield* ifGranted(size(path));
	if (bytes === undefined) return undefined;
	const date = yield* ifGranted(modifiedAt(path));
	const modified = date ? ({ modifiedAt: date, modifiedAtPrecision: "second" } as const) : {};
	return { name: baseName(path), type: "file", size: bytes, ...modified, raw: "" };
}

function* statDirectory(path: string): Operation<Entry> {
	yield* insideDirectory(path, function* () {});
	return { name: baseName(path), type: "directory", raw: "" };
}

function baseName(path: string): string {
	return /[^/]+(?=\/*$)/.exec(path)?.[0] ?? path;
}

function* ifGranted<T>(operation: Operation<T>): Operation<T | undefined> {
	try {
		return yield* operation;
	} catch (error) {
		if (error instanceof FTPReplyError && !error.isTransient) return undefined;
		throw error;
	}
}
