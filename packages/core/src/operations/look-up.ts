import { FTPNetworkError, FTPProtocolError, FTPReplyError } from "../errors/index.ts";
import type { Entry } from "../listing/entry.ts";
import { parseMlstLine } from "../listing/mlsx.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { exchange } from "./exchange.ts";
import { isUnknownCommand, list, listHidden, type OnFormat } from "./list.ts";
import { isUnknownForm } from "./unknown-command.ts";

/** Reads the listing of a directory and keeps what it says about one name. */
export interface Finder {
	readonly onFormat: OnFormat;
	/** What the listing said about it. */
	found(): Entry | undefined;
}

/** The directory that a path is in, empty for the current one, and its name there; no name for what is in no directory: `/`, `.`, `a/..`. */
export function placeOf(path: string): { readonly parent: string; readonly name: string | undefined } {
	const end = withoutSlashes(path, path.length);
	const start = path.lastIndexOf("/", end - 1) + 1;
	const name = path.slice(start, end);
	// Of `/a` and `//a` the root.
	const parent = path.slice(0, withoutSlashes(path, start) || Math.min(start, 1));
	return { parent, name: name === "" || name === "." || name === ".." ? undefined : name };
}

function withoutSlashes(path: string, end: number): number {
	let length = end;
	while (path[length - 1] === "/") length -= 1;
	return length;
}

/** MLST (RFC 3659, 7); `undefined` where the server does not know it, or answers nothing that can be read. */
export function* mlst(path: string): Operation<Entry | undefined> {
	// Also where it is not sent: who asks goes on with other commands, of which none may go out for a path that cannot be encoded.
	const command = yield* encode("MLST", path);
	const facts = yield* sessionFacts();
	if (!facts.features.has("MLST") || facts.mlstRefused) return undefined;
	try {
		const reply = yield* exchange(command);
		for (const line of reply.lines.length === 1 ? [reply.text] : reply.lines.slice(1, -1)) {
			const entry = parseMlstLine(line);
			// The server names it by some path of its own; the caller's is the one that is known to work.
			if (entry) return Object.assign(entry, { name: placeOf(path).name ?? path });
		}
	} catch (error) {
		if (!isUnknownCommand(error)) throw error;
		facts.mlstRefused = true;
	}
	return undefined;
}

/**
 * What the listing of its directory says about a path: "unlisted" when it is not in there, `undefined` when no listing can be had. Names
 * are the same only when every character is: to a server that takes no notice of case the other ways of asking are open.
 */
export function* findListed(path: string, finder: Finder | undefined): Operation<Entry | "unlisted" | undefined> {
	const { parent, name } = placeOf(path);
	if (!finder || name === undefined) return undefined;
	try {
		yield* (name.startsWith(".") ? listHidden : list)(parent, finder.onFormat);
	} catch (error) {
		const isUnreachable = error instanceof FTPNetworkError && error.code === "CONNECT_FAILED";
		if (error instanceof FTPReplyError || isUnreachable) return undefined;
		throw error;
	}
	return finder.found() ?? "unlisted";
}

/** What it gives, or why not: a refusal for good, or a value that makes no sense. */
export function* attempt<T>(operation: Operation<T>): Operation<T | FTPReplyError | FTPProtocolError> {
	try {
		return yield* operation;
	} catch (error) {
		if (error instanceof FTPReplyError && !error.isTransient) return error;
		if (error instanceof FTPProtocolError && error.code === "BAD_VALUE") return error;
		throw error;
	}
}

/** The server does not know the command; that says nothing about the file. */
export function isUnknown(answer: unknown): boolean {
	return answer instanceof FTPReplyError && isUnknownForm(answer);
}
