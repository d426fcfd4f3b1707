import { placeCases } from "./file-tree-contract-places.ts";
import type { FileTreeCase } from "./file-tree-contract-steps.ts";
import { writeCases } from "./file-tree-contract-writes.ts";

export type { FileTreeCase, FileTreeContext } from "./file-tree-contract-steps.ts";

/**
 * What every tree of files must do, wherever it keeps them. Run each case with a place of its own; one that throws has failed. They need no test
 * framework, so they also run inside a Worker. What a tree may leave out (times, hashes, symlinks), and what it refuses, is demanded of those
 * that have it.
 */
export function fileTreeContract(): readonly FileTreeCase[] {
	return [...writeCases, ...placeCases];
}
