import { execFileSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join, sep } from "node:path";
import type { FileTree, TreeEntry } from "@isoftp/core";
import { expect, test } from "vitest";
import { FTPUsageError, localTree } from "../index.ts";
import { partName } from "../part-name.ts";
import { bytes, folder } from "../test-support/folder.ts";

const text = (data: string): Uint8Array => new TextEncoder().encode(data);

async function put(tree: FileTree, path: string, data: string): Promise<void> {
	const sink = await tree.write(path, {});
	await sink.write(text(data), () => new Uint8Array());
	await sink.commit();
}

async function listed(tree: FileTree, path = "", signal?: AbortSignal): Promise<TreeEntry[]> {
	const entries: TreeEntry[] = [];
	for await (const entry of tree.list(path, { signal })) entries.push(entry);
	return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A tree, with a directory beside it that nobody may touch. */
function guarded(): { dir: string; outside: string; tree: FileTree } {
	const top = folder();
	const [dir, outside] = [join(top, "tree"), join(top, "outside")];
	mkdirSync(dir);
	mkdirSync(outside);
	writeFileSync(join(outside, "secret"), "secret");
	return { dir, outside, tree: localTree(dir) };
}

/** Everything that takes a path. */
const operations: Readonly<Record<string, (tree: FileTree, path: string) => Promise<unknown>>> = {
	read: (tree, path) => tree.read(path),
	write: (tree, path) => put(tree, path, "evil"),
	makeDirectory: (tree, path) => tree.makeDirectory(path),
	remove: (tree, path) => tree.remove(path),
	removeDirectory: (tree, path) => tree.removeDirectory(path),
	hash: async (tree, path) => await tree.hash?.(path, "SHA-256"),
	list: (tree, path) => listed(tree, path),
	follow: async (tree, path) => await tree.follow?.(path),
	makeLink: async (tree, path) => await tree.makeLink?.(path, "a"),
};

test.each(Object.entries(operations))("%s: a symlink that was planted on the way leads nowhere", async (_, operation) => {
	const { dir, outside, tree } = guarded();
	const before = statSync(join(outside, "secret")).mtimeMs;
	mkdirSync(join(dir, "a"));
	symlinkSync(outside, join(dir, "a", "link"));
	mkdirSync(join(outside, "sub"));
	for (const path of ["a/link/secret", "a/link/sub", "a/link/sub/new"]) {
		await expect(operation(tree, path), path).rejects.toThrow("is a symlink, which may lead out of the tree");
	}
	expect(readdirSync(outside).sort()).toEqual(["secret", "sub"]);
	expect(readdirSync(join(outside, "sub"))).toEqual([]);
	expect(readFileSync(join(outside, "secret"), "utf8")).toBe("secret");
	expect(statSync(join(outside, "secret")).mtimeMs).toBe(before);
});

test.each(Object.entries(operations))("%s: a path that is none in a tree is refused", async (_, operation) => {
	const { outside, tree } = guarded();
	for (const path of ["../outside/secret", "..", ".", "a/../../outside/secret", "/etc", "a//b", "a/", "a\0b", "a/./b"]) {
		await expect(operation(tree, path), JSON.stringify(path)).rejects.toThrow("cannot be in a local tree");
	}
	expect(readdirSync(outside)).toEqual(["secret"]);
});

test("a symlink in the place of a file is neither read nor written through", async () => {
	const { dir, outside, tree } = guarded();
	symlinkSync(join(outside, "secret"), join(dir, "a"));
	await expect(tree.read("a")).rejects.toThrow("is a symlink");
	await expect(tree.hash?.("a", "SHA-256")).rejects.toThrow("is a symlink");
	await put(tree, "a", "mine");
	expect(readFileSync(join(dir, "a"), "utf8")).toBe("mine");
	symlinkSync(join(outside, "secret"), join(dir, "b"));
	await tree.remove("b");
	symlinkSync(outside, join(dir, "c"));
	await expect(tree.makeDirectory("c")).rejects.toThrow("is a symlink");
	await expect(tree.removeDirectory("c")).rejects.toThrow("is a symlink");
	expect(readFileSync(join(outside, "secret"), "utf8")).toBe("secret");
	expect(statSync(join(outside, "secret")).mtimeMs).toBeGreaterThan(0);
});

test("a directory that becomes a symlink while a file is written takes nothing out of the tree", async () => {
	const { dir, outside, tree } = guarded();
	for (const moment of ["before the first byte", "before it is complete"]) {
		mkdirSync(join(dir, "a"));
		const sink = await tree.write("a/f", { identity: "1" });
		if (moment === "before it is complete") await sink.write(bytes(70_000), () => new Uint8Array());
		renameSync(join(dir, "a"), join(dir, "b"));
		symlinkSync(outside, join(dir, "a"));
		await expect(sink.commit(), moment).rejects.toThrow("is a symlink");
		await sink.discard();
		expect(readdirSync(outside)).toEqual(["secret"]);
		expect(readdirSync(join(dir, "b")).filter((name) => !name.startsWith("."))).toEqual([]);
		rmSync(join(dir, "a"));
		rmSync(join(dir, "b"), { recursive: true });
	}
});

test("symlinks are made only where they stay inside", async () => {
	const { dir, tree } = guarded();
	await tree.makeDirectory("a/b");
	await put(tree, "a/file", "1");
	await tree.makeLink?.("a/b/up", "../file");
	await tree.makeLink?.("a/b/top", "../..");
	await tree.makeLink?.("a/file", "./b//up");
	expect(readlinkSync(join(dir, "a", "b", "up"))).toBe("../file");
	expect((await tree.follow?.("a/b/top"))?.path).toBe("");
	// Now they lead in a circle.
	expect(await tree.follow?.("a/b/up")).toBeUndefined();
	for (const target of ["", "/etc/passwd", "..", "../a", "b/../..", "b/../../..", "../../x", "a\0b", "b/.."]) {
		await expect(tree.makeLink?.("link", target), target).rejects.toThrow("could lead out of the tree");
	}
	await expect(tree.makeLink?.("a/b", "file")).rejects.toMatchObject({
		code: expect.stringMatching(/EISDIR|EPERM|EEXIST|ENOTEMPTY/),
	});
	expect(readdirSync(dir)).toEqual(["a"]);
	expect(readdirSync(join(dir, "a")).sort()).toEqual(["b", "file"]);
});

test("a symlink is followed within the tree, and no further", async () => {
	const { dir, outside, tree } = guarded();
	await tree.makeDirectory("a");
	await put(tree, "a/file", "1");
	symlinkSync(join(dir, "a", "file"), join(dir, "whole"));
	symlinkSync("../outside/secret", join(dir, "out"));
	symlinkSync(`..${sep}tree${sep}a`, join(dir, "back"));
	// Beside the tree, with a name that begins as its own.
	mkdirSync(`${dir}-2`);
	symlinkSync(`${dir}-2`, join(dir, "beside"));
	symlinkSync("a/file/x", join(dir, "through"));
	expect(await tree.follow?.("whole")).toMatchObject({ path: "a/file", type: "file", size: 1 });
	expect(await tree.follow?.("back")).toMatchObject({ path: "a", type: "directory" });
	for (const path of ["out", "beside", "through"]) expect(await tree.follow?.(path), path).toBeUndefined();
	expect(existsSync(outside)).toBe(true);
});

test("what is listed: types, sizes, times and targets; not what is still being written", async () => {
	const { dir, tree } = guarded();
	mkdirSync(join(dir, "sub"));
	writeFileSync(join(dir, "file"), "four");
	symlinkSync("nowhere", join(dir, "link"));
	writeFileSync(join(dir, partName("file", "1")), "");
	writeFileSync(join(dir, partName("file")), "");
	if (process.platform !== "win32") execFileSync("mkfifo", [join(dir, "pipe")]);
	const { mtime } = statSync(join(dir, "file"));
	const entries = await listed(tree);
	expect(entries).toContainEqual({ path: "file", type: "file", size: 4, modifiedAt: mtime });
	expect(entries.find(({ path }) => path === "link")).toMatchObject({ type: "symlink", linkTarget: "nowhere" });
	expect(entries.map(({ path, type }) => `${path} ${type}`)).toEqual([
		...["file file", "link symlink"],
		...(process.platform === "win32" ? [] : ["pipe unknown"]),
		"sub directory",
	]);
	await expect(tree.read("pipe")).rejects.toBeInstanceOf(Error);
	await expect(listed(tree, "file")).rejects.toThrow("is not a directory");
});

test.skipIf(process.platform !== "linux")("a name that is no UTF-8 is not passed over in silence", async () => {
	const { dir, tree } = guarded();
	writeFileSync(Buffer.concat([Buffer.from(`${dir}/bad`), Buffer.from([0xff])]), "x");
	expect(await listed(tree)).toEqual([{ path: "bad\ufffd", type: "unknown" }]);
});

test("a large directory is listed a few entries at a time, and no further than is wanted", async () => {
	const { dir, tree } = guarded();
	for (let index = 0; index < 200; index++) writeFileSync(join(dir, `file ${index}`), "x");
	expect(await listed(tree)).toHaveLength(200);
	const controller = new AbortController();
	let seen = 0;
	const listing = (async () => {
		for await (const _ of tree.list("", { signal: controller.signal })) if (++seen === 10) controller.abort(new Error("enough"));
	})();
	await expect(listing).rejects.toThrow("enough");
	expect(seen).toBeLessThan(200);
});

test("what is left of other versions of a file goes when it is written, and with its directory", async () => {
	const { dir, tree } = guarded();
	for (const path of ["a", "a/deep"]) await tree.makeDirectory(path);
	writeFileSync(join(dir, "a", partName("f", "0")), "of another run");
	writeFileSync(join(dir, "a", partName("g", "0")), "of another file");
	for (const identity of ["1", "2"]) {
		const sink = await tree.write("a/f", { identity });
		expect(sink.offset).toBe(0);
		await sink.write(text("half"), () => new Uint8Array());
		await sink.discard();
		expect(readdirSync(join(dir, "a")).sort()).toEqual([partName("f", identity), partName("g", "0"), "deep"].sort());
	}
	await expect(tree.removeDirectory("a")).rejects.toMatchObject({ code: expect.stringMatching(/ENOTEMPTY|EEXIST/) });
	await tree.removeDirectory("a/deep");
	await tree.removeDirectory("a");
	expect(readdirSync(dir)).toEqual([]);
});

test("a file that was put together of two versions does not come to be: what changes while it is read fails", async () => {
	const { dir, tree } = guarded();
	writeFileSync(join(dir, "f"), bytes(3_000_000));
	const source = await tree.read("f");
	await source.read();
	writeFileSync(join(dir, "f"), bytes(3_000_001));
	const rest = async (): Promise<void> => {
		while (await source.read());
	};
	await expect(rest()).rejects.toThrow("changed while it was uploaded");
	await source.close();
});

test("hashes are those of the bytes, for files of more than one piece, too", async () => {
	const { dir, tree } = guarded();
	writeFileSync(join(dir, "f"), bytes(2_500_000));
	const { createHash } = await import("node:crypto");
	for (const [algorithm, name] of [
		["SHA-512", "sha512"],
		["MD5", "md5"],
	] as const) {
		expect(await tree.hash?.("f", algorithm)).toBe(createHash(name).update(bytes(2_500_000)).digest("hex"));
	}
	await expect(tree.hash?.("f", "SHA-256", { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
});

test("what cannot be a tree is refused at once", () => {
	for (const directory of ["", "a\0b", 5, null]) expect(() => localTree(directory as string)).toThrow(FTPUsageError);
	for (const options of [null, 5, { fsync: 1 }]) expect(() => localTree("x", options as object)).toThrow(FTPUsageError);
});
