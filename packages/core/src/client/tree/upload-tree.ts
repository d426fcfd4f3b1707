import type { FTPMethods } from "../methods.ts";
import type { FileTree } from "./file-tree.ts";
import { checkedOut } from "./mirror.ts";
import type { TreeOptions, TreeResult } from "./tree-options.ts";

/**
 * Uploads a tree into a directory, which is made where it is not there; "" for the current one: `mirror()` that removes nothing extraneous.
 * @throws what `mirror()` throws
 */
export async function uploadTree(
	client: FTPMethods,
	tree: FileTree,
	remotePath: string,
	options: TreeOptions = {},
): Promise<TreeResult> {
	return await checkedOut(client, { direction: "up", remote: remotePath, tree }, options, false);
}
