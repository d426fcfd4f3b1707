import type { Stats } from "node:fs";
import { lstat, opendir, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { TreeEntry } from "@isoftp/core";
import { unlessMissing } from "../local-file.ts";
import { isPartName } from "../part-name.ts";

/** Files that are looked at at the same time: each look goes to another thread and back. */
const AT_ONCE = 32;

/** What is in a directory, except for temporary files, a few entries at a time. @param path of the directory in its tree */
export async function* entriesIn(place: string, path: string, signal?: AbortSignal): AsyncIterableIterator<TreeEntry> {
	const start = path === "" ? "" : `${path}/`;
	let names: string[] = [];
	const look = async (): Promise<readonly TreeEntry[]> => {
		const entries = await Promise.all(names.map((name) => entryAt(join(place, name), start + name)));
		names = [];
		return entries.filter((entry) => entry !== undefined);
	};
	for await (const { name } of await opendir(place)) {
		signal?.throwIfAborted();
		if (!isPartName(name)) names.push(name);
		if (names.length === AT_ONCE) yield* await look();
	}
	signal?.throwIfAborted();
	yield* await look();
}

async function entryAt(place: string, path: string): Promise<TreeEntry | undefined> {
	const stats = await unlessMissing(lstat(place));
	// What was removed meanwhile is not there; but a name that is no UTF-8 cannot be looked at, and must not be passed over in silence.
	if (!stats) return path.includes("\ufffd") ? { path, type: "unknown" } : undefined;
	const entry = entryOf(path, stats);
	if (entry.type !== "symlink") return entry;
	return { ...entry, linkTarget: await unlessMissing(readlink(place)) };
}

export function entryOf(path: string, stats: Stats): TreeEntry {
	const modifiedAt = stats.mtime;
	if (stats.isFile()) return { path, type: "file", size: stats.size, modifiedAt };
	return { path, type: stats.isDirectory() ? "directory" : stats.isSymbolicLink() ? "symlink" : "unknown", modifiedAt };
}
