import { expect, test } from "vitest";
import { memoryTree } from "../../testing/memory-tree.ts";
import { copyTreeFile } from "./copy.ts";
import type { FileTree } from "./file-tree.ts";
import { put, treeFixture } from "./test-plans.ts";

const full = new Error("ENOSPC: no space left on device");

test.each<[string, (tree: FileTree) => Partial<FileTree>]>([
	["when it is to be written", () => ({ write: () => Promise.reject(full) })],
	[
		"when it is complete",
		(tree) => ({ write: async (...file) => Object.assign(await tree.write(...file), { commit: () => Promise.reject(full) }) }),
	],
])("what a tree says of a file %s is the cause of an FTPError, and in its words", async (_, failing) => {
	const { client, clock, server } = await treeFixture();
	const tree = memoryTree();
	const sides = { direction: "down", remote: "/far", tree: { ...tree, ...failing(tree) } } as const;
	const copying = copyTreeFile(client, sides, put(server.files, "/far", "a"));
	await expect(clock.until(copying)).rejects.toMatchObject({
		name: "FTPAbortError",
		message: "memory failed: ENOSPC: no space left on device",
		cause: full,
	});
	expect(tree.files.exists("/a")).toBe(false);
});
