import { describe, expect, test } from "vitest";
import { notFlag, notFunction } from "../../hostile/wrong-values.ts";
import { memoryJournal } from "../../testing/memory-journal.ts";
import { memoryTree } from "../../testing/memory-tree.ts";
import { isSame, pattern } from "../test-fixture.ts";
import { downloadTree } from "./download-tree.ts";
import { mirror } from "./mirror.ts";
import { only, put, type TreeFixture, treeFixture, vanish } from "./test-plans.ts";
import type { MirrorOptions, TreeOptions } from "./tree-options.ts";
import { uploadTree } from "./upload-tree.ts";

/** So many files in ten directories, no two alike. */
function fill(all: TreeFixture, count: number, side: "near" | "far"): Map<string, Uint8Array> {
	const files = new Map<string, Uint8Array>();
	for (let index = 0; index < count; index++) {
		const path = `d${index % 10}/e/f${index}`;
		const content = pattern(100 + index);
		put(side === "near" ? all.near : all.server.files, side === "near" ? "" : "/far", path, content);
		files.set(path, content);
	}
	return files;
}

/** Every byte is right, and there is nothing else, of temporary files for one. */
function expectAll(all: TreeFixture, files: ReadonlyMap<string, Uint8Array>, side: "near" | "far"): void {
	const [where, root] = side === "near" ? [all.near, ""] : [all.server.files, "/far"];
	const found = new Map<string, Uint8Array>();
	const look = (directory: string): void => {
		for (const { name, type } of where.list(`${root}/${directory}`)) {
			const path = directory === "" ? name : `${directory}/${name}`;
			if (type === "directory") look(path);
			else found.set(path, where.read(`${root}/${path}`));
		}
	};
	look("");
	expect(new Set(found.keys())).toEqual(new Set(files.keys()));
	for (const [path, content] of files) expect(isSame(found.get(path), content), path).toBe(true);
}

describe("of many files, of which every twentieth connection is cut,", () => {
	test.each([
		["down", 400],
		["up", 200],
	] as const)("all arrive, once, complete: %s, %d", async (direction, count) => {
		let transfers = 0;
		const isFile = /^(?:RETR|STOR)$/;
		const all = await treeFixture({
			connect: false,
			server: {
				quirks: {
					onTransfer: ({ command }) => {
						if (isFile.test(command)) transfers += 1;
						return isFile.test(command) && transfers % 20 === 0 ? { after: 50, how: "reset" } : undefined;
					},
				},
				onCommand: (verb, _, session) => {
					if (!isFile.test(verb) || transfers % 20 !== 10) return undefined;
					transfers += 1;
					session.connection.close();
					return [];
				},
			},
		});
		const pool = all.pool({ size: 3 });
		await all.clock.until(pool.connect());
		const [from, to] = direction === "down" ? (["far", "near"] as const) : (["near", "far"] as const);
		const files = fill(all, count, from);
		const sizes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
		const run = direction === "down" ? mirror(pool, "/far", all.tree) : mirror(pool, all.tree, "/far");
		expect(await all.clock.until(run)).toMatchObject({ copied: count, bytes: sizes, directories: 20, problems: [] });
		expectAll(all, files, to);
		expect(transfers).toBeGreaterThan(count * 1.05);
		// Nothing is left to be done.
		const again = direction === "down" ? mirror(pool, "/far", all.tree) : mirror(pool, all.tree, "/far");
		expect(await all.clock.until(again)).toMatchObject({ copied: 0, skipped: count, directories: 0 });
	});
});

test.each(["down", "up"] as const)("a run that was stopped, and the next one, transfer each file once: %s", async (direction) => {
	const all = await treeFixture({ connect: false });
	await all.clock.until(all.client.connect());
	const [from, to] = direction === "down" ? (["far", "near"] as const) : (["near", "far"] as const);
	const files = fill(all, 60, from);
	const stop = new AbortController();
	let done = 0;
	const onAction: TreeOptions["onAction"] = ({ type }) => {
		if (type === "copy") done += 1;
		if (done === 25) stop.abort();
	};
	const journal = memoryJournal();
	const run = (options: TreeOptions): Promise<unknown> =>
		all.clock.until(
			direction === "down"
				? downloadTree(all.client, "/far", all.tree, options)
				: uploadTree(all.client, all.tree, "/far", options),
		);
	await expect(run({ signal: stop.signal, onAction, journal })).rejects.toMatchObject({ name: "FTPAbortError" });
	expect(await run({ journal })).toMatchObject({ copied: 60 - done, skipped: done });
	expectAll(all, files, to);
	expect(only(all.server.commands, "RETR", "STOR")).toHaveLength(60);
	expect(journal.lines).toEqual([]);
});

test.each(["down", "up"] as const)("a large file that was stopped in its middle is gone on with there: %s", async (direction) => {
	const all = await treeFixture({ network: { latency: 5 }, connect: false });
	await all.clock.until(all.client.connect());
	const [from, root, to, target] =
		direction === "down"
			? ([all.server.files, "/far", all.near, ""] as const)
			: ([all.near, "", all.server.files, "/far"] as const);
	const content = pattern(2_000_000);
	put(from, root, "large", content);
	const run = (options: TreeOptions): Promise<unknown> =>
		all.clock.until(
			direction === "down"
				? downloadTree(all.client, "/far", all.tree, options)
				: uploadTree(all.client, all.tree, "/far", options),
		);
	const stop = new AbortController();
	const onProgress: TreeOptions["onProgress"] = ({ bytes }) => {
		if (bytes.done > 1_000_000) stop.abort();
	};
	await expect(run({ signal: stop.signal, onProgress })).rejects.toMatchObject({ name: "FTPAbortError" });
	expect(to.exists(`${target}/large`)).toBe(false);
	let first: number | undefined;
	const result = await run({
		onProgress: ({ bytes }) => {
			if (bytes.done > 0) first ??= bytes.done;
		},
	});
	expect(result).toMatchObject({ copied: 1, bytes: 2_000_000 });
	const [rest = ""] = only(all.server.commands, "REST").filter((line) => line !== "REST 0");
	expect(Number(rest.slice("REST ".length))).toBeGreaterThan(500_000);
	expect(first).toBeGreaterThan(500_000);
	expect(isSame(to.read(`${target}/large`), content)).toBe(true);
	expect(to.list(`${target}/`).map(({ name }) => name)).toEqual(["large"]);
});

test("what the journal has is not compared again, unless it is missing or has changed", async () => {
	const all = await treeFixture();
	fill(all, 20, "far");
	const journal = memoryJournal();
	await all.clock.until(downloadTree(all.client, "/far", all.tree, { journal: { ...journal, clear: async () => {} } }));
	all.near.remove("/d1/e/f1");
	put(all.server.files, "/far", "d2/e/f2", "changed");
	let compared = 0;
	const compare = (): boolean => {
		compared += 1;
		return false;
	};
	const skipped: string[] = [];
	const result = await all.clock.until(
		downloadTree(all.client, "/far", all.tree, {
			journal,
			compare,
			onAction: (action) => void (action.type === "skip" && skipped.push(action.reason)),
		}),
	);
	expect(result).toMatchObject({ copied: 2, skipped: 18 });
	expect(new Set(skipped)).toEqual(new Set(["journal"]));
	expect(compared).toBe(1);
});

test("a server that is restarted in mid-tree is gone on with", async () => {
	const all = await treeFixture({ connect: false });
	const pool = all.pool({ size: 2 });
	await all.clock.until(pool.connect());
	const files = fill(all, 100, "near");
	let restarted: ReturnType<typeof all.server.listenOn> | undefined;
	let done = 0;
	const onAction: TreeOptions["onAction"] = ({ type }) => {
		if (type === "copy") done += 1;
		if (done !== 40 || restarted) return;
		vanish(all);
		restarted = new Promise((resolve) => {
			all.clock.after(5_000, () => resolve(all.server.listenOn(all.network.host("ftp.test"), 21)));
		});
	};
	expect(await all.clock.until(uploadTree(pool, all.tree, "/far", { onAction }))).toMatchObject({ copied: 100 });
	expectAll(all, files, "far");
	await pool.close();
	await (await restarted)?.close();
});

test("a mirror removes what is extraneous, where that is asked for, and nothing in a dry run", async () => {
	const all = await treeFixture();
	const files = fill(all, 10, "near");
	put(all.server.files, "/far", "extra/deep/x");
	const options: MirrorOptions = { delete: true };
	const planned = await all.clock.until(mirror(all.client, all.tree, "/far", { ...options, dryRun: true }));
	expect(planned).toMatchObject({ copied: 10, removed: 3 });
	expect(planned.plan).toHaveLength(10 + 3 + planned.directories);
	expect(all.server.files.list("/far").map(({ name }) => name)).toEqual(["extra"]);
	expect(await all.clock.until(mirror(all.client, all.tree, "/far"))).toMatchObject({ copied: 10, removed: 0 });
	expect(await all.clock.until(mirror(all.client, all.tree, "/far", options))).toMatchObject({ copied: 0, removed: 3 });
	expectAll(all, files, "far");
});

test("a tree is uploaded into a directory that is not there yet, and an empty tree makes it, too", async () => {
	const all = await treeFixture();
	const files = fill(all, 3, "near");
	await all.clock.until(uploadTree(all.client, all.tree, "new/er"));
	for (const [path, content] of files) expect(all.server.files.read(`/new/er/${path}`)).toEqual(content);
	await all.clock.until(uploadTree(all.client, memoryTree(), "/none"));
	expect(all.server.files.list("/none")).toEqual([]);
});

test("a removal whose reply was lost is a removal", async () => {
	let lost = 0;
	const all = await treeFixture({
		server: { quirks: { losesReply: (verb) => /^(?:DELE|RMD)$/.test(verb) && ++lost % 2 === 1 } },
	});
	fill(all, 1, "near");
	for (const path of ["x", "y", "d/z"]) put(all.server.files, "/far", path);
	expect(await all.clock.until(mirror(all.client, all.tree, "/far", { delete: true }))).toMatchObject({
		removed: 4,
		problems: [],
	});
	expect(lost).toBeGreaterThan(3);
	expect(all.server.files.list("/far").map(({ name }) => name)).toEqual(["d0"]);
});

describe("what cannot be right is refused before anything is sent", () => {
	const wrong: { readonly [Name in keyof Required<MirrorOptions>]: readonly unknown[] } = {
		signal: [5, {}],
		retry: [5, "yes", null, { attempts: 0 }, { tries: 5 }],
		filter: [...notFunction, "*.csv"],
		existing: [null, "", "replace", true],
		compare: [null, 5, "", "date", {}],
		symlinks: [null, "", "keep", true],
		preserveTimes: notFlag,
		verify: [null, 5, "", "MD17", {}],
		concurrency: [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "5", null],
		dryRun: notFlag,
		journal: [null, 5, {}, { read: () => [] }, memoryTree()],
		jobs: [null, 5, {}, []],
		onProgress: notFunction,
		onAction: notFunction,
		onProblem: notFunction,
		delete: notFlag,
		mostDeleted: [-1, 1.5, Number.NaN, "5", null],
	};
	const refused = { name: "FTPUsageError", code: "BAD_ARGUMENT" };

	test("options", async () => {
		const all = await treeFixture();
		const before = all.sent().length;
		const rows: unknown[] = [null, 5, "x", true, [], { Delete: true }, { onprogress: () => {} }];
		for (const [name, values] of Object.entries(wrong)) rows.push(...values.map((value) => ({ [name]: value })));
		for (const options of rows) {
			await expect(mirror(all.client, "/far", all.tree, options as MirrorOptions), JSON.stringify(options)).rejects.toMatchObject(
				refused,
			);
		}
		for (const options of [{ delete: true }, { mostDeleted: 5 }]) {
			await expect(downloadTree(all.client, "/far", all.tree, options as TreeOptions)).rejects.toMatchObject(refused);
			await expect(uploadTree(all.client, all.tree, "/far", options as TreeOptions)).rejects.toMatchObject(refused);
		}
		expect(all.sent()).toHaveLength(before);
	});

	test("sides", async () => {
		const all = await treeFixture();
		const { client, tree } = all;
		for (const [from, to] of [
			["a", "b"],
			[tree, tree],
			["a", null],
			["a", {}],
			[5, tree],
			[undefined, tree],
			["a", { list() {} }],
		]) {
			await expect(mirror(client, from as string, to as string)).rejects.toMatchObject(refused);
		}
		await expect(downloadTree(client, 5 as never, tree)).rejects.toMatchObject(refused);
		await expect(uploadTree(client, tree, undefined as never)).rejects.toMatchObject(refused);
		for (const none of [null, {}, tree]) await expect(mirror(none as never, "a", tree)).rejects.toMatchObject(refused);
	});
});
