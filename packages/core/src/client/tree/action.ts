import type { TreeEntry } from "./file-tree.ts";

/** Which way files go. */
export type Direction = "down" | "up";

/** Why a file is copied. */
export type CopyReason = "missing" | "size" | "time" | "hash" | "type" | "unknown" | "always";

/** Why something is left as it is. */
export type SkipReason = "same" | "excluded" | "exists" | "symlink" | "unknown type" | "journal";

/**
 * One step of what makes a tree like another. Plain JSON but for the dates: it can be shown, kept, or put in a queue and carried out elsewhere. `path` is
 * where something is, or is to be, at the target, from its root.
 */
export type TreeAction =
	| { readonly type: "makeDirectory"; readonly path: string }
	/** `entry` is the file at the source; `entry.path` is where it is read, which is another path behind a symlink that was followed. */
	| { readonly type: "copy"; readonly path: string; readonly entry: TreeEntry; readonly reason: CopyReason }
	| { readonly type: "link"; readonly path: string; readonly target: string }
	/** What is extraneous at the target, or in the way of something of another type. All that came before is to be done by then. */
	| { readonly type: "remove"; readonly path: string }
	| { readonly type: "removeDirectory"; readonly path: string }
	| { readonly type: "skip"; readonly path: string; readonly reason: SkipReason }
	/** What was not done, and why: a name that would leave the target, a directory that cannot be read. */
	| { readonly type: "problem"; readonly path: string; readonly problem: string; readonly cause?: unknown };
