import { expect, test } from "vitest";
import type { FTPClient } from "./client.ts";
import { fixture } from "./test-fixture.ts";
import type { WalkOptions } from "./walk.ts";

async function tree(options: Parameters<typeof fixture>[0] = {}): Promise<FTPClient> {
	const { client } = await fixture(options);
	await client.mkdir("a/b/c", { recursive: true });
	await client.mkdir("d");
	for (const path of ["1", "a/2", "a/b/3", "a/b/c/4"]) await client.upload(path, path);
	return client;
}

async function paths(client: FTPClient, root?: string, options?: WalkOptions): Promise<(string | undefined)[]> {
	const all: (string | undefined)[] = [];
	for await (const entry of client.walk(root, options)) all.push(entry.path);
	return all;
}

test("everything below a directory, each directory before what is in it", async () => {
	const client = await tree();
	expect((await paths(client)).sort()).toEqual(["1", "a", "a/2", "a/b", "a/b/3", "a/b/c", "a/b/c/4", "d"]);
	const below = await paths(client, "/a/");
	expect(below.indexOf("/a/b")).toBeLessThan(below.indexOf("/a/b/3"));
	expect(below.sort()).toEqual(["/a/2", "/a/b", "/a/b/3", "/a/b/c", "/a/b/c/4"]);
	expect((await paths(client, "a/b/c")).sort()).toEqual(["a/b/c/4"]);
});

test("what is found can be used while it goes on", async () => {
	const client = await tree();
	for await (const { path, type, depth } of client.walk()) {
		expect(depth).toBe(path?.split("/").length);
		if (path && type === "file") expect(new TextDecoder().decode(await client.download(path))).toBe(path);
	}
});

test("no deeper than is wanted", async () => {
	const client = await tree();
	expect((await paths(client, "", { depth: 2 })).sort()).toEqual(["1", "a", "a/2", "a/b", "d"]);
	for (const depth of [0, -1, 1.5, Number.NaN, "1"]) {
		await expect(paths(client, "", { depth: depth as number })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	}
});

test("92: no deeper than treeDepth, no more than treeEntries: then it fails", async () => {
	const deep = await tree({ client: { limits: { treeDepth: 3 } } });
	await expect(paths(deep)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED", message: expect.stringContaining("treeDepth") });
	expect(await paths(deep, "", { depth: 3 })).toContain("a/b/c");
	const many = await tree({ client: { limits: { treeEntries: 7 } } });
	await expect(paths(many)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED", message: expect.stringContaining("treeEntries") });
	expect(await many.pwd()).toBe("/");
});

test.each([
	["entries", { entries: 5 }, ["a", "b", "c"]],
	["listingBytes", { listingBytes: 1200 }, ["a", "b", "c"].map((letter) => letter.repeat(100))],
])("92: what is still to be listed of a tree is no more than one listing may be: %s", async (name, limits, [a, ...others]) => {
	const { client, server } = await fixture({ client: { limits } });
	// Three in each: no listing is too large.
	const addTo = (path: string): void => {
		for (const each of [a, ...others]) server.files.mkdir(`${path}/${each}`);
	};
	addTo("");
	addTo(`/${a}`);
	expect(await paths(client)).toHaveLength(6);
	addTo(`/${a}/${a}`);
	await expect(paths(client)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED", message: expect.stringContaining(name) });
	expect(await client.pwd()).toBe("/");
});

test("86: a directory whose path no command can carry has none, and is not entered", async () => {
	const { client, server } = await fixture({ client: { limits: { commandLine: 100 } } });
	const [fits, tooLong, many] = ["ü".repeat(46), "ü".repeat(47), "y".repeat(94)];
	for (const name of [fits, tooLong, many]) server.files.mkdir(`/${name}`);
	const found: (string | undefined)[][] = [];
	for await (const { name, path } of client.walk()) found.push([name, path]);
	expect(found.sort()).toEqual([
		[many, undefined],
		[fits, fits],
		[tooLong, undefined],
	]);
});

test("a directory that cannot be listed ends it, unless somebody wants to be told", async () => {
	const onCommand = (command: string, args: string): readonly string[] | undefined =>
		command === "MLSD" && /^a\/b$|^no/.test(args) ? ["550 May not"] : undefined;
	const client = await tree({ server: { onCommand } });
	await expect(paths(client)).rejects.toMatchObject({ code: 550, command: "MLSD a/b" });
	const told: unknown[] = [];
	const onUnreadable = (path: string, { code }: { readonly code: number }): unknown => told.push([path, code]);
	expect((await paths(client, "", { onUnreadable })).sort()).toEqual(["1", "a", "a/2", "a/b", "d"]);
	expect(told).toEqual([["a/b", 550]]);
	await expect(paths(client, "no", { onUnreadable })).rejects.toMatchObject({ code: 550 });
	const fail = (): never => {
		throw new Error("mine");
	};
	await expect(paths(client, "", { onUnreadable: fail })).rejects.toMatchObject({
		name: "FTPAbortError",
		cause: { message: "mine" },
	});
});
