import { lstat, rename, symlink, unlink } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { TreeEntry } from "@isoftp/core";
import { unlessMissing } from "../local-file.ts";
import { partName } from "../part-name.ts";
import { entryOf } from "./entries.ts";
import { refusalOf } from "./names.ts";
import type { Places } from "./places.ts";

/** What a symlink leads to, if that is in the tree. */
export async function follow(places: Places, path: string): Promise<TreeEntry | undefined> {
	const real = await places.resolved(await places.at(path));
	if (real === undefined) return undefined;
	const stats = await unlessMissing(lstat(await places.at(real)));
	return stats && entryOf(real, stats);
}

/** Makes a symlink, in place of a file or another symlink. */
export async function makeLink(places: Places, path: string, target: string): Promise<void> {
	mustStayInside(path, target);
	const place = await places.at(path);
	const part = join(dirname(place), partName(basename(place)));
	await symlink(target, part);
	try {
		await rename(part, place);
	} catch (error) {
		await unlessMissing(unlink(part));
		throw error;
	}
}

/**
 * Only names, with `..` in front of them: behind a name, `..` leads to wherever that name, if it is a symlink, leads.
 * @throws Error
 */
function mustStayInside(path: string, target: string): void {
	const names = target.split("/").filter((name) => name !== "." && name !== "");
	const up = names.findIndex((name) => name !== "..");
	const ups = up === -1 ? names.length : up;
	const isPlain = names.slice(ups).every((name) => refusalOf(name) === undefined);
	if (target !== "" && !isAbsolute(target) && isPlain && ups < path.split("/").length) return;
	throw new Error(`A symlink ${path} to ${JSON.stringify(target)} could lead out of the tree`);
}
