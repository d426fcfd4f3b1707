import { FTPReplyError } from "../errors/index.ts";
import { isSafeName } from "../listing/safe-name.ts";
import { placeOf } from "../operations/look-up.ts";
import type { CallOptions } from "./calls.ts";
import { demand } from "./demand.ts";
import type { WalkEntry } from "./walk.ts";

/** How one thing is removed. */
export type Remover = (path: string, call: CallOptions) => Promise<void>;

/** A directory that can be removed with all there is in it: not the root, and not what is only another name of some place. @throws FTPUsageError */
export function checkRemovable(path: string): void {
	const isName = typeof path === "string" && placeOf(path).name !== undefined;
	demand(isName, "Only a directory that has a name of its own is removed with all there is in it");
}

/**
 * Removes what is below a directory: files and symlinks as they are found, then directories, what is in one before it. What cannot be removed by
 * its name, because that leads elsewhere, or because it is only a line that nobody understands, stays: the server will not remove the
 * directory around it then, and tells.
 */
export async function removeBelow(
	found: AsyncIterable<WalkEntry>,
	remove: Remover,
	removeDirectory: Remover,
	call: CallOptions,
): Promise<void> {
	const directories: string[] = [];
	for await (const { path, name, type } of found) {
		if (path === undefined || !isSafeName(name)) continue;
		if (type === "directory") directories.push(path);
		else {
			await remove(path, call).catch((error: unknown) => {
				if (type !== "unknown" || !(error instanceof FTPReplyError)) throw error;
			});
		}
	}
	for (const path of directories.reverse()) await removeDirectory(path, call);
}
