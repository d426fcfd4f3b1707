import { demand } from "../demand.ts";
import { insideOf } from "../inside.ts";
import type { FTPMethods } from "../methods.ts";
import { carryOut } from "./carry-out.ts";
import { checkTreeOptions } from "./check-options.ts";
import { checkSides } from "./copy.ts";
import type { FileTree } from "./file-tree.ts";
import type { TreeSides } from "./sides.ts";
import type { MirrorOptions, TreeResult } from "./tree-options.ts";

/**
 * Makes `to` like `from`, of which one is a directory at the server, "" for the current one, and the other a tree of files: what is missing or is not
 * the same is copied, what is extraneous is removed where `delete` says so. A file is under its name when all of it is there, not before; each copy
 * is tried again, and goes on where it stopped, as an interrupted run does. What fails does not stop the rest.
 * @throws FTPTreeError when all else is done, for what could not be; what ends a run before that is thrown as it is: FTPAbortError, FTPNetworkError and
 * others where the server cannot be reached any more
 */
export async function mirror(
	client: FTPMethods,
	from: string | FileTree,
	to: string | FileTree,
	options: MirrorOptions = {},
): Promise<TreeResult> {
	demand(
		(typeof from === "string") !== (typeof to === "string"),
		"One side of a mirror is a path at the server, and the other a FileTree",
	);
	const isDown = typeof from === "string";
	const [remote, tree] = (isDown ? [from, to] : [to, from]) as [string, FileTree];
	return await checkedOut(client, { direction: isDown ? "down" : "up", remote, tree }, options, true);
}

/** Checks what it is given, and carries it out. @throws FTPUsageError BAD_ARGUMENT */
export async function checkedOut(
	client: FTPMethods,
	sides: TreeSides,
	options: MirrorOptions,
	mayDelete: boolean,
): Promise<TreeResult> {
	insideOf(client);
	checkSides(sides);
	checkTreeOptions(options, mayDelete);
	return await carryOut(client, sides, options);
}
