import { check, failure, same } from "./dialer-contract-steps.ts";
import { bytesOf, entries, expectPaths, expectText, type FileTreeCase, give, put, treeCase } from "./file-tree-contract-steps.ts";

/** In whole seconds, and even ones: some systems have no finer times. */
const DATE = new Date("2021-03-04T05:06:08Z");

/** Of "hello world". */
const SHA_256 = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

/** Names that somebody's system cannot hold: those that a tree does not refuse must work. */
const ODD_NAMES: readonly string[] = [
	..." blank in front,blank in between,blank behind ,.hidden,..two dots,dot at the end.,-dash,~tilde,#,%41,100%,a+b,a&b=c?d,a:b,a*b,a|b".split(
		",",
	),
	...["<a>", "'", '"', "`", "a\\b", "$HOME", "{a,b}", "[a]", "!", "COM1.txt", "nul", "__proto__", "constructor"],
	...["\u00e9", "\u65e5\u672c\u8a9e", "\u{1f600}", "x".repeat(255), "\u00e9".repeat(127)],
];

/** Directories, names, times, hashes and symlinks. */
export const placeCases: readonly FileTreeCase[] = [
	treeCase("an empty tree, and a directory that is not there, have nothing in them", async (tree) => {
		await expectPaths(tree, "", []);
		await expectPaths(tree, "no/such/directory", []);
	}),

	treeCase("a listing has what is in a directory, not what is below it", async (tree) => {
		await tree.makeDirectory("a/b/c");
		await tree.makeDirectory("a/b");
		await put(tree, "a/b/c/deep", "1");
		await put(tree, "a/file", "four");
		await put(tree, "ab", "");
		await expectPaths(tree, "", ["a", "ab"]);
		await expectPaths(tree, "a", ["a/b", "a/file"]);
		await expectPaths(tree, "a/b/c", ["a/b/c/deep"]);
		const [directory, file] = await entries(tree, "a");
		same(directory?.type, "directory", "The type of a directory");
		same(file?.type, "file", "The type of a file");
		same(file?.size, 4, "The size of a file");
		check(file?.modifiedAt === undefined || file.modifiedAt instanceof Date, "A time must be a Date");
	}),

	treeCase("a listing ends when it is aborted", async (tree) => {
		await put(tree, "a", "1");
		const listing = (async () => {
			for await (const _ of tree.list("", { signal: AbortSignal.abort(new Error("enough")) }));
		})();
		await failure(listing, "A listing that was aborted");
	}),

	treeCase("what is removed is gone, and nothing else is", async (tree) => {
		await tree.makeDirectory("a");
		await put(tree, "a/1", "1");
		await put(tree, "a/2", "2");
		await tree.remove("a/1");
		await expectPaths(tree, "a", ["a/2"]);
		// Whether it says so or not: nothing is lost.
		await tree.removeDirectory("a").catch(() => undefined);
		await expectText(tree, "a/2", "2");
		await tree.remove("a/2");
		await tree.removeDirectory("a");
		await expectPaths(tree, "", []);
	}),

	treeCase("a name is what it is, or is refused", async (tree) => {
		const names = ODD_NAMES.filter((name) => tree.refusal?.(name) === undefined);
		for (const name of names) await put(tree, name, name);
		await expectPaths(tree, "", names);
		for (const name of names) await expectText(tree, name, name);
		for (const name of names) await tree.remove(name);
		for (const name of names) {
			await tree.makeDirectory(name);
			await put(tree, `${name}/${name}`, name);
			await expectPaths(tree, name, [`${name}/${name}`]);
		}
	}),

	treeCase("plain names are not refused", async (tree) => {
		for (const name of ["a", "A", "report.csv", "2024-01-01", "with blank", "\u00e9"])
			same(tree.refusal?.(name), undefined, `The refusal of ${name}`);
	}),

	treeCase("a tree that ignores case finds what is called otherwise", async (tree) => {
		await put(tree, "Name", "1");
		await put(tree, "NAME", "2");
		const found = await entries(tree, "");
		same(found.length, tree.ignoresCase ? 1 : 2, "Files called Name and NAME");
		await expectText(tree, "Name", tree.ignoresCase ? "2" : "1");
	}),

	treeCase("a time that can be kept is", async (tree) => {
		if (!tree.keepsTimes) return;
		await put(tree, "a", "1", { modifiedAt: DATE });
		await put(tree, "b", "22", { modifiedAt: DATE, size: undefined });
		for (const { path, modifiedAt } of await entries(tree, ""))
			same(modifiedAt?.getTime(), DATE.getTime(), `The time of ${path}`);
	}),

	treeCase("a hash that can be had is right", async (tree) => {
		await put(tree, "a", "hello world");
		const hash = await tree.hash?.("a", "SHA-256");
		check(hash === undefined || hash === SHA_256, `The SHA-256 of "hello world" is not ${hash}`);
	}),

	treeCase("a symlink is listed as one, and leads nowhere but into the tree", async (tree) => {
		const { follow, makeLink } = tree;
		if (!follow || !makeLink) return;
		await tree.makeDirectory("a/b");
		await put(tree, "a/b/file", "1");
		const targets = { "to-file": "a/b/file", "to-directory": "a/b", "a/up": "../a", lost: "missing", out: "../..", root: "/" };
		for (const [path, target] of Object.entries(targets)) await makeLink.call(tree, path, target).catch(() => undefined);
		for (const path of ["to-file", "to-directory"] as const) {
			const entry = (await entries(tree, "")).find((one) => one.path === path);
			same(entry?.type, "symlink", `The type of ${path}`);
			same(entry?.linkTarget, targets[path], `The target of ${path}`);
		}
		const reached = async (path: string): Promise<string | undefined> => (await follow.call(tree, path))?.path;
		same(await reached("to-file"), "a/b/file", "The file behind a symlink");
		same(await reached("to-directory"), "a/b", "The directory behind a symlink");
		same((await follow.call(tree, "to-directory"))?.type, "directory", "Its type");
		same(await reached("a/up"), "a", "The directory above");
		for (const path of ["lost", "out", "root"])
			same(await reached(path).catch(() => undefined), undefined, `What ${path} leads to`);
		await tree.remove("to-file");
		await tree.remove("to-directory");
		await expectText(tree, "a/b/file", "1");
	}),

	treeCase("a file takes the place of a symlink, not of what that points to", async (tree) => {
		if (!tree.makeLink) return;
		await put(tree, "a", "original");
		await tree.makeLink("link", "a");
		const sink = await tree.write("link", { size: 3 });
		await give(sink, bytesOf("new"));
		await sink.commit();
		await expectText(tree, "link", "new");
		await expectText(tree, "a", "original");
		same((await entries(tree, "")).find(({ path }) => path === "link")?.type, "file", "The type of what was a symlink");
	}),
];
