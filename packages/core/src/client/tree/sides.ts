import type { Direction } from "./action.ts";
import type { FileTree } from "./file-tree.ts";

/** The two trees of a run, and which way files go between them. */
export interface TreeSides {
	/** "down": from the server into `tree`. */
	readonly direction: Direction;
	/** The directory at the server, in its own words; "" is the current one. */
	readonly remote: string;
	/** The other side. */
	readonly tree: FileTree;
}

/** What a path from the root of a tree is called at the server; "" is the root. */
export function remotePath(remote: string, path: string): string {
	if (path === "") return remote;
	return remote === "" || remote.endsWith("/") ? `${remote}${path}` : `${remote}/${path}`;
}
