import { expect, test } from "vitest";
import { mirror } from "./mirror.ts";
import { contentOf, trees } from "./plan-fixture.ts";
import { removeTree } from "./remove-tree.ts";
import type { TreeFilter } from "./tree-options.ts";

const refused = { name: "FTPUsageError", code: "BAD_ARGUMENT" };

test.each(["read me.txt", "", undefined, 5])(
	"a tree that lists in one directory what is in another loses nothing: %s",
	async (path) => {
		const content = { "docs/a": "1", "read me.txt": "2" };
		const made = await trees(content, content);
		const { list } = made.tree;
		made.tree.list = async function* (directory, options) {
			if (directory === "docs") yield { path: path as string, type: "file", size: 1 };
			else yield* list(directory, options);
		};
		for (const run of [
			() => mirror(made.client, "", made.tree, { delete: true }),
			() => mirror(made.client, made.tree, "", { delete: true }),
		]) {
			const problems = [{ path: "docs", problem: expect.stringContaining("memory"), cause: expect.objectContaining(refused) }];
			await expect(made.clock.until(run())).rejects.toMatchObject({
				name: "FTPTreeError",
				result: { copied: 0, removed: 0, problems },
			});
		}
		expect(contentOf(made.tree.files)).toEqual({ ...content, docs: undefined });
		expect(contentOf(made.remote)).toEqual({ ...content, docs: undefined });
	},
);

test.each([undefined, 0, "", Promise.resolve(false)])(
	"a filter that says neither yes nor no leaves everything as it is: %s",
	async (said) => {
		const filter = (() => said) as unknown as TreeFilter;
		const made = await trees({ a: "1" }, { a: "1", b: "2" });
		await expect(mirror(made.client, "", made.tree, { delete: true, filter })).rejects.toMatchObject(refused);
		await expect(removeTree(made.client, "/x", { filter })).rejects.toMatchObject({ code: 550 });
		made.remote.mkdir("/x");
		made.remote.write("/x/y", "3");
		await expect(removeTree(made.client, "/x", { filter })).rejects.toMatchObject(refused);
		expect(contentOf(made.tree.files)).toEqual({ a: "1", b: "2" });
		expect(contentOf(made.remote)).toEqual({ a: "1", x: undefined, "x/y": "3" });
	},
);
