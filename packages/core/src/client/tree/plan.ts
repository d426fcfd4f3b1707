import type { FTPMethods } from "../methods.ts";
import type { TreeAction } from "./action.ts";
import type { TreeEntry } from "./file-tree.ts";
import type { TreeSides } from "./sides.ts";
import type { MirrorOptions } from "./tree-options.ts";

/** What a plan depends on besides what the caller wants. */
export interface PlanOptions extends MirrorOptions {
	/** Whether a file, as it is at the source now, has been copied by an earlier run that was interrupted. It is skipped then: "journal". */
	readonly isDone?: ((entry: TreeEntry) => boolean) | undefined;
}

/**
 * What is to be done to make one tree like the other, found out directory by directory, and told as soon as it is known: directories before what is
 * in them, copies, skips and problems as they come; removals at the very end, what is in a directory before it.
 */
export async function* planTree(
	_client: FTPMethods,
	_sides: TreeSides,
	_options: PlanOptions,
): AsyncGenerator<TreeAction, void, void> {}
