import { expect, test } from "vitest";
import type { TreeEntry } from "../client/tree/file-tree.ts";
import { glob } from "./glob.ts";

const file = (path: string): TreeEntry => ({ path, type: "file" });
const directory = (path: string): TreeEntry => ({ path, type: "directory" });

test.each<[string | string[], string[], string[]]>([
	["*.csv", ["a.csv", ".csv"], ["a/b.csv", "a.csv.gz", "a"]],
	["**/*.csv", ["a.csv", "a/b.csv", "a/b/.c.csv", ".a/b.csv"], ["a/b.txt"]],
	["a/**", ["a/b", "a/b/c"], ["b/a", "ab"]],
	["/a/*", ["a/b"], ["b", "a/b/c"]],
	["./a/?", ["a/b"], ["a/bc"]],
	["a/", ["a/b", "a/b/c"], ["b", "b/a/c"]],
	["{a,b}/[0-9].txt", ["a/1.txt", "b/9.txt"], ["c/1.txt", "a/x.txt"]],
	["!(a|b)/c", ["x/c"], ["a/c", "b/c"]],
	["a\\*", ["a*"], ["ab"]],
	[
		["**/*.csv", "!tmp/**"],
		["a.csv", "x/tmp/a.csv"],
		["tmp/a.csv", "tmp/x/a.csv", "a.txt"],
	],
	[["!tmp/", "tmp/keep"], ["a", "tmp/keep"], ["tmp/a"]],
	[["!**/*.tmp"], ["a", "b/c"], ["a.tmp", "b/c.tmp"]],
	[["a", "!a", "a"], ["a"], ["b"]],
	["{a/b,c}/*.txt", ["a/b/1.txt", "c/1.txt"], ["a/1.txt"]],
])("of files %j takes %j and not %j", (patterns, taken, left) => {
	const filter = glob(patterns);
	expect([...taken, ...left].filter((path) => filter(file(path)))).toEqual(taken);
});

test.each<[string | string[], string[], string[]]>([
	["*.csv", [], ["a", "a/b"]],
	["**/*.csv", ["a", "a/b", ".git"], []],
	["a/b/*.csv", ["a", "a/b"], ["b", "a/c", "a/b/c", "ab"]],
	["a/*/c/**", ["a", "a/x", "a/x/c", "a/x/c/d/e"], ["b", "a/x/d"]],
	["{a,b}/c/*", ["a", "b", "a/c"], ["c", "a/d", "a/c/d/e"]],
	["{a/b,c}/*.txt", ["a", "a/b", "c"], []],
	["x/{a/b,c}/*.txt", ["x", "x/a"], ["y"]],
	["a/", ["a", "a/b"], ["b"]],
	[
		["**/*.csv", "!tmp/**"],
		["a", "x/tmp"],
		["tmp", "tmp/a"],
	],
	[["**", "!tmp", "tmp/keep/**"], ["a", "tmp", "tmp/keep", "tmp/other"], []],
	[["!tmp"], ["a", "a/tmp"], ["tmp"]],
	[["a/b", "!a"], [], ["a", "b"]],
])("of directories %j looks into %j and not into %j", (patterns, taken, left) => {
	const filter = glob(patterns);
	expect([...taken, ...left].filter((path) => filter(directory(path)))).toEqual(taken);
});

test("whatever matches is reached: every directory on its way is looked into", () => {
	const paths = ["a", "a/b", "a/b/c.csv", "b/c/d/e.txt", "x/y.csv", ".h/.i/j"];
	const patterns = [
		"**",
		"**/c.csv",
		"a/**/c.*",
		"{a,b}/**",
		"b/*/d/*",
		"[ab]/{b,c}/*",
		"{a/b,b/c}/**",
		"+(a|b)/*/*",
		".h/**",
		"?/?.csv",
		"**/d/**",
	];
	for (const pattern of patterns) {
		const filter = glob(pattern);
		const matched = paths.filter((path) => filter(file(path)));
		expect(matched, pattern).not.toEqual([]);
		for (const path of matched) {
			const names = path.split("/");
			for (let length = 1; length < names.length; length++) {
				const above = names.slice(0, length).join("/");
				expect(filter(directory(above)), `${pattern}: ${above} on the way to ${path}`).toBe(true);
			}
		}
	}
});

test.each([[""], ["!"], ["/"], [[]], [["a", ""]], [5], [null], [undefined], [[5]], [{}], ["x".repeat(70_000)]])(
	"%j is no pattern",
	(wrong) => {
		expect(() => glob(wrong as string)).toThrow(expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT" }));
	},
);
