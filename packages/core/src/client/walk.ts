import { FTPReplyError, tooMuch } from "../errors/index.ts";
import type { Entry } from "../listing/entry.ts";
import { encodeCommand } from "../protocol/command.ts";
import { checkDirectory, checkOptions } from "./arguments.ts";
import type { CallOptions } from "./calls.ts";
import { checkFunction, demand } from "./demand.ts";
import { listFully } from "./full-listings.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";
import { callersError } from "./pump.ts";

/** How a tree at the server is walked through. */
export interface WalkOptions extends CallOptions {
	/** How many levels are looked at: 1 is the directory itself, like `list()`. All, unless told; what lies deeper is left out. */
	readonly depth?: number | undefined;
	/**
	 * Told of a directory below the first that the server refuses to list: it goes on without what is in there. Where nobody is told, it ends with
	 * that error.
	 */
	readonly onUnreadable?: ((path: string, error: FTPReplyError) => void) | undefined;
}

/** Something below the directory that is walked through. */
export interface WalkEntry extends Entry {
	/**
	 * The path to it, as the server has to be told it: what `walk()` was given, and the names below. Undefined where the name is not one
	 * name alone, `../x` or `a/b`, and would lead elsewhere; and where it is longer than a command may be.
	 */
	readonly path: string | undefined;
	/** 1 in the directory that was asked for. */
	readonly depth: number;
}

/** Bytes of a command around its path. */
const VERB = 8;

/**
 * Everything below a directory, each directory before what is in it. Nothing is under way while an entry is looked at. Held are one listing,
 * and the paths that are still to be listed: these may be no more than a listing may be, for each of them came in one.
 * @param hidden also what the server leaves out otherwise
 */
export async function* walkTree(
	keeper: Performer,
	settings: Settings,
	root: string,
	options: WalkOptions,
	hidden = false,
): AsyncIterableIterator<WalkEntry> {
	checkDirectory(root);
	const { depth: most = Number.POSITIVE_INFINITY, signal, retry, onUnreadable } = checkOptions(options);
	checkFunction(onUnreadable, "onUnreadable");
	demand(most === Number.POSITIVE_INFINITY || (Number.isSafeInteger(most) && most > 0), "depth must be a whole number above 0");
	const { treeDepth, treeEntries, entries, listingBytes } = settings.limits;
	let left = treeEntries;
	const waiting = [{ path: root, depth: 1 }];
	let length = root.length;
	for (let next = waiting.pop(); next; next = waiting.pop()) {
		const { path: directory, depth } = next;
		length -= directory.length;
		if (depth > treeDepth) throw tooMuch("a tree", treeDepth, "directories one in the other (treeDepth)");
		const below: typeof waiting = [];
		let listing: Entry[] = [];
		try {
			listing = await listFully(keeper, settings, directory, { signal, retry, hidden });
		} catch (error) {
			if (!onUnreadable || depth === 1 || !(error instanceof FTPReplyError) || error.code === 421) throw error;
			tellUnreadable(onUnreadable, directory, error);
		}
		for (const entry of listing) {
			if (left-- <= 0) throw tooMuch("a tree", treeEntries, "entries (treeEntries)");
			const path = pathTo(directory, entry.name, settings);
			// Not a copy: it would not have `sizeExact`.
			yield Object.assign(entry, { path, depth });
			// A symlink is not followed: it may lead anywhere, and back here.
			if (entry.type !== "directory" || path === undefined || depth >= most) continue;
			below.push({ path, depth: depth + 1 });
			length += path.length;
			if (waiting.length + below.length > entries) throw tooMuch("a tree", entries, "directories still to be listed (entries)");
			if (length > listingBytes) throw tooMuch("a tree", listingBytes, "characters of paths still to be listed (listingBytes)");
		}
		for (let last = below.pop(); last; last = below.pop()) waiting.push(last);
	}
}

function tellUnreadable(onUnreadable: NonNullable<WalkOptions["onUnreadable"]>, path: string, error: FTPReplyError): void {
	try {
		onUnreadable(path, error);
	} catch (cause) {
		throw callersError(cause, "onUnreadable");
	}
}

/** Where a directory's path and this name make a path, and one that can be sent: it. */
function pathTo(directory: string, name: string, settings: Settings): string | undefined {
	if (name === "" || name === "." || name === ".." || /[/\0\r\n]/.test(name)) return undefined;
	const path = directory === "" || directory.endsWith("/") ? `${directory}${name}` : `${directory}/${name}`;
	// Hardly any is so long that its bytes have to be counted; none has more than four for a character.
	return path.length * 4 + VERB <= settings.limits.commandLine || isSendable(path, settings) ? path : undefined;
}

/** Whether a command can carry it. */
export function isSendable(path: string, { session, limits }: Settings): boolean {
	try {
		return encodeCommand("LIST", [path], session.codec, limits.commandLine).bytes.length > 0;
	} catch {
		return false;
	}
}
