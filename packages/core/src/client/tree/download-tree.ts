import type { FTPMethods } from "../methods.ts";
import type { FileTree } from "./file-tree.ts";
import { checkedOut } from "./mirror.ts";
import type { TreeOptions, TreeResult } from "./tree-options.ts";

/**
 * Downloads what is in a directory, "" for the current one, and below it: `mirror()` that removes nothing extraneous.
 * @throws what `mirror()` throws
 */
export async function downloadTree(
	client: FTPMethods,
	remotePath: string,
	tree: FileTree,
	options: TreeOptions = {},
): Promise<TreeResult> {
	return await checkedOut(client, { direction: "down", remote: remotePath, tree }, options, false);
}
