import { FTPProtocolError } from "../errors/index.ts";
import type { Entry } from "../listing/entry.ts";
import { checkDirectory, checkOptions } from "./arguments.ts";
import type { CallOptions } from "./calls.ts";
import { demand } from "./demand.ts";
import { listFully } from "./full-listings.ts";
import type { Settings } from "./options.ts";
import type { Performer } from "./performer.ts";

export interface WalkOptions extends CallOptions {
	/** How many levels are looked at: 1 is the directory itself, like `list()`. All, unless told; what lies deeper is left out. */
	readonly depth?: number | undefined;
}

export interface WalkEntry extends Entry {
	/**
	 * The path to it, as the server has to be told it: what `walk()` was given, and the names below. Undefined where the name is not one
	 * name alone, `../x` or `a/b`, and would lead elsewhere.
	 */
	readonly path: string | undefined;
	/** 1 in the directory that was asked for. */
	readonly depth: number;
}

/** Everything below a directory, each directory before what is in it. Nothing is under way while an entry is looked at. */
export async function* walkTree(
	keeper: Performer,
	settings: Settings,
	root: string,
	options: WalkOptions,
): AsyncIterableIterator<WalkEntry> {
	checkDirectory(root);
	const { depth: most, signal } = checkOptions(options);
	demand(most === undefined || (Number.isSafeInteger(most) && most > 0), "depth must be a whole number above 0");
	const { treeDepth, treeEntries } = settings.limits;
	let left = treeEntries;
	const levels = [(await listFully(keeper, settings, root, { signal })).values()];
	const paths = [root];
	for (let level = levels[0]; level; level = levels.at(-1)) {
		const { value: entry, done } = level.next();
		if (done) {
			levels.pop();
			paths.pop();
			continue;
		}
		if (left-- <= 0)
			throw new FTPProtocolError("LIMIT_EXCEEDED", `at most ${treeEntries} entries in a tree (treeEntries)`, "more");
		const depth = levels.length;
		const path = isOneName(entry.name) ? join(paths.at(-1) ?? "", entry.name) : undefined;
		// Not a copy: it would not have `sizeExact`.
		yield Object.assign(entry, { path, depth });
		// A symlink is not followed: it may lead anywhere, and back here.
		if (entry.type !== "directory" || path === undefined || depth >= (most ?? Number.POSITIVE_INFINITY)) continue;
		if (depth >= treeDepth)
			throw new FTPProtocolError("LIMIT_EXCEEDED", `at most ${treeDepth} directories deep (treeDepth)`, "more");
		levels.push((await listFully(keeper, settings, path, { signal })).values());
		paths.push(path);
	}
}

/** Whether a directory's path and this name make the path of something in that directory. */
function isOneName(name: string): boolean {
	return name !== "" && name !== "." && name !== ".." && !/[/\0\r\n]/.test(name);
}

function join(directory: string, name: string): string {
	if (directory === "") return name;
	return directory.endsWith("/") ? `${directory}${name}` : `${directory}/${name}`;
}
