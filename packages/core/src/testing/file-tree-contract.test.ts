import { expect, test } from "vitest";
import { fileTreeContract } from "./file-tree-contract.ts";
import { MemoryFiles } from "./memory-files.ts";
import { type MemoryTreeOptions, memoryTree } from "./memory-tree.ts";

const kinds: readonly (readonly [string, MemoryTreeOptions])[] = [
	["", {}],
	[" below another directory", { root: "/a/b" }],
	[" that ignores case", { ignoresCase: true }],
	[
		" that can do less",
		{ keepsTimes: false, hashes: false, links: false, refusal: (name) => (name.includes(":") ? "has a colon" : undefined) },
	],
];

for (const [kind, options] of kinds) {
	test.each(fileTreeContract())(`a tree in memory${kind}: $name`, async ({ run }) => {
		const tree = memoryTree(new MemoryFiles(), options);
		await run({ open: () => tree });
	});
}

test("a tree that keeps what it was given under the wrong name, or too early, does not pass", async () => {
	const broken = (): ReturnType<typeof memoryTree> => {
		const tree = memoryTree();
		return {
			...tree,
			async write(path, file) {
				tree.files.write(path, "too early");
				return await tree.write(path, file);
			},
		};
	};
	const failed: string[] = [];
	for (const { name, run } of fileTreeContract()) {
		const tree = broken();
		await run({ open: () => tree }).catch(() => failed.push(name));
	}
	expect(failed).toContain("a file has its name when it is complete, and not before");
	expect(failed).toContain("what is there stays until what replaces it is complete");
});
