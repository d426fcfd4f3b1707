import { describe, expect, test } from "vitest";
import { memoryTree } from "../../testing/memory-tree.ts";
import { pattern } from "../test-fixture.ts";
import { type CopyAction, type CopyOptions, copyTreeFile } from "./copy.ts";
import { identityOf, temporaryPath } from "./identity.ts";
import { only, put, TIME, type TreeFixture, treeFixture } from "./test-plans.ts";

const content = pattern(300_000);

const copy = (
	all: TreeFixture,
	direction: "down" | "up",
	action: CopyAction,
	options: CopyOptions = {},
): ReturnType<typeof copyTreeFile> =>
	all.clock.until(copyTreeFile(all.client, { direction, remote: "/far", tree: all.tree }, action, options));

/** What an interrupted run would have left in the tree. */
async function leave(all: TreeFixture, { path, entry }: CopyAction, bytes: Uint8Array): Promise<void> {
	const identity = identityOf(`/far/${entry.path}`, entry);
	const sink = await all.tree.write(path, { size: entry.size, modifiedAt: entry.modifiedAt, identity });
	await sink.write(bytes, () => bytes as never);
	await sink.discard();
}

describe("a file is downloaded", () => {
	test("as a queue may tell it: after a way through JSON, and to another path than it is read at", async () => {
		const all = await treeFixture();
		const action = put(all.server.files, "/far", "d/a", content);
		const told: number[] = [];
		const sent = JSON.parse(JSON.stringify({ ...action, path: "b" })) as CopyAction;
		expect(await copy(all, "down", sent, { onProgress: (bytes) => void told.push(bytes) })).toEqual({ bytes: 300_000 });
		expect(all.near.read("/b")).toEqual(content);
		expect(all.near.stat("/b").modifiedAt).toEqual(TIME);
		expect(told.at(-1)).toBe(300_000);
		await copy(all, "down", { ...action, path: "c" }, { preserveTimes: false });
		expect(all.near.stat("/c").modifiedAt).not.toEqual(TIME);
	});

	test("behind what an interrupted run has left of it", async () => {
		const all = await treeFixture();
		const action = put(all.server.files, "/far", "a", content);
		await leave(all, action, content.subarray(0, 200_000));
		const told: number[] = [];
		expect(await copy(all, "down", action, { onProgress: (bytes) => void told.push(bytes) })).toEqual({ bytes: 300_000 });
		expect(all.near.read("/a")).toEqual(content);
		expect(only(all.sent(), "REST")).toEqual(["REST 200000"]);
		expect(told.every((bytes) => bytes > 200_000)).toBe(true);
	});

	test.each<[string, Parameters<typeof treeFixture>[0], CopyOptions]>([
		["the server does not begin in the middle", { server: { quirks: { without: ["REST"] } } }, {}],
		[
			"it has not what is kept by its listing",
			{ server: { onCommand: (verb) => (verb === "REST" ? ["501 No"] : undefined) } },
			{},
		],
	])("from its first byte, where %s", async (_, options, copying) => {
		const all = await treeFixture(options);
		const action = put(all.server.files, "/far", "a", content);
		await leave(
			all,
			action,
			content.subarray(0, 200_000).map((byte) => byte ^ 1),
		);
		expect(await copy(all, "down", action, copying)).toEqual({ bytes: 300_000 });
		expect(all.near.read("/a")).toEqual(content);
	});

	test("from its first byte, where the whole is to be verified by hash", async () => {
		const all = await treeFixture();
		const action = put(all.server.files, "/far", "a", content);
		await leave(
			all,
			action,
			content.subarray(0, 200_000).map((byte) => byte ^ 1),
		);
		const sides = { direction: "down" as const, remote: "/far", tree: all.tree };
		// Hashes take their own time, and none of the clock's.
		expect(await copyTreeFile(all.client, sides, action, { verify: "SHA-256" })).toEqual({ bytes: 300_000 });
		expect(all.near.read("/a")).toEqual(content);
		expect(only(all.sent(), "REST")).toEqual([]);
	});

	test("from its first byte, where the server began in the middle once, and does not again", async () => {
		let cuts = 0;
		const all = await treeFixture({
			server: {
				quirks: {
					onTransfer: ({ command }) => (command === "RETR" && cuts++ === 0 ? { after: 50_000, how: "cut" } : undefined),
				},
				onCommand: (verb, offset) => (verb === "REST" && Number(offset) > 200_000 ? ["501 No"] : undefined),
			},
		});
		const action = put(all.server.files, "/far", "a", content);
		await leave(all, action, content.subarray(0, 200_000));
		expect(await copy(all, "down", action)).toEqual({ bytes: 300_000 });
		expect(all.near.read("/a")).toEqual(content);
		expect(only(all.sent(), "REST")).toContain("REST 250000");
	});

	test("from its first byte, where more is kept than it has", async () => {
		const all = await treeFixture();
		const action = put(all.server.files, "/far", "a", content);
		await leave(all, action, pattern(300_001));
		expect(await copy(all, "down", action)).toEqual({ bytes: 300_000 });
		expect(all.near.read("/a")).toEqual(content);
	});

	test("anew where it has become another one, with its new time", async () => {
		const all = await treeFixture();
		const action = put(all.server.files, "/far", "a", content);
		const later = new Date("2026-01-03T00:00:00Z");
		all.server.files.write("/far/a", "another", { modifiedAt: later });
		expect(await copy(all, "down", action)).toEqual({ bytes: 7 });
		expect(all.near.text("/a")).toBe("another");
		expect(all.near.stat("/a").modifiedAt).toEqual(later);
	});

	test("a bounded number of times, where it goes on becoming another one", async () => {
		let size = 10;
		const all = await treeFixture({
			server: {
				onCommand: (verb) => {
					size += 1;
					if (verb === "RETR") all.server.files.write("/far/a", pattern(size), { modifiedAt: new Date(size * 1_000) });
					return undefined;
				},
			},
		});
		const action = put(all.server.files, "/far", "a", content);
		await expect(copy(all, "down", action, { retry: false })).rejects.toMatchObject({ name: "FTPProtocolError" });
		expect(only(all.sent(), "RETR")).toHaveLength(3);
		expect(all.near.exists("/a")).toBe(false);
	});

	test("but not anew where it is gone", async () => {
		const all = await treeFixture();
		const action = put(all.server.files, "/far", "a", content);
		all.server.files.remove("/far/a");
		await expect(copy(all, "down", action)).rejects.toMatchObject({ name: "FTPReplyError", code: 550 });
		expect(all.near.exists("/a")).toBe(false);
	});
});

describe("a file is uploaded", () => {
	test("under a temporary name that tells which file it is, and then has its own, and its time", async () => {
		const all = await treeFixture();
		const action = put(all.near, "", "a", content);
		const told: number[] = [];
		expect(await copy(all, "up", action, { onProgress: (bytes) => void told.push(bytes) })).toEqual({ bytes: 300_000 });
		expect(all.server.files.read("/far/a")).toEqual(content);
		expect(all.server.files.stat("/far/a").modifiedAt).toEqual(TIME);
		const temporary = temporaryPath("/far/a", identityOf("/far/a", action.entry) ?? "");
		expect(only(all.sent(), "STOR", "RNFR", "RNTO")).toEqual([`STOR ${temporary}`, `RNFR ${temporary}`, "RNTO /far/a"]);
		expect(all.server.files.list("/far").map(({ name }) => name)).toEqual(["a"]);
		expect(told.at(-1)).toBe(300_000);
	});

	test("behind what an interrupted run has left of it", async () => {
		const all = await treeFixture();
		const action = put(all.near, "", "a", content);
		const temporary = temporaryPath("/far/a", identityOf("/far/a", action.entry) ?? "");
		all.server.files.write(temporary, content.subarray(0, 200_000));
		await copy(all, "up", action);
		expect(all.server.files.read("/far/a")).toEqual(content);
		expect(only(all.sent(), "REST")).toEqual(["REST 200000"]);
	});

	test("from its first byte, where it has become another one since the interrupted run, whoever says what it was", async () => {
		const all = await treeFixture();
		const action = put(all.near, "", "a", content);
		const temporary = temporaryPath("/far/a", identityOf("/far/a", action.entry) ?? "");
		all.server.files.write(temporary, content.subarray(0, 200_000));
		const another = content.map((byte) => byte ^ 1);
		all.near.write("/a", another, { modifiedAt: new Date("2026-01-03T00:00:00Z") });
		expect(await copy(all, "up", action)).toEqual({ bytes: 300_000 });
		expect(all.server.files.read("/far/a")).toEqual(another);
		expect(all.server.files.stat("/far/a").modifiedAt).toEqual(new Date("2026-01-03T00:00:00Z"));
		expect(all.server.files.list("/far").map(({ name }) => name)).toEqual(["a"]);
	});

	test("under some temporary name, where nobody knows whether it will be the same file next time", async () => {
		const all = await treeFixture();
		const action = put(all.near, "", "a", content);
		await copy(all, "up", { ...action, entry: { ...action.entry, modifiedAtPrecision: "minute" } });
		expect(all.server.files.read("/far/a")).toEqual(content);
		expect(only(all.sent(), "STOR")[0]).toMatch(/^STOR \/far\/\.a\..+/);
		expect(only(all.sent(), "REST")).toEqual([]);
	});

	test.each([
		["", true],
		["550 No", false],
	])("from a source that is closed afterwards, whatever the server says: %s", async (refusal, isRight) => {
		const all = await treeFixture({
			server: { onCommand: (verb) => (verb === "STOR" && refusal !== "" ? [refusal] : undefined) },
		});
		const action = put(all.near, "", "a", content);
		let [opened, closed] = [0, 0];
		const { read } = all.tree;
		all.tree.read = async (path) => {
			opened += 1;
			const source = await read(path);
			return Object.assign(source, {
				close: async () => {
					closed += 1;
					throw new Error("of no interest");
				},
			});
		};
		const copied = copy(all, "up", action).then(
			() => true,
			() => false,
		);
		expect(await copied).toBe(isRight);
		expect([opened, closed]).toEqual([1, 1]);
	});

	test("to a server that cannot set times; a run asks once, tells it once, and does not fail", async () => {
		const all = await treeFixture({ server: { quirks: { without: ["MFMT", "MDTM", "SITE"] } } });
		const plan = ["a", "b", "c"].map((path) => put(all.near, "", path));
		await copy(all, "up", plan[0] as CopyAction);
		const before = only(all.sent(), "SITE").length;
		expect(before).toBeGreaterThan(0);
		const result = await all.run("up", plan);
		expect(result).toMatchObject({ copied: 3, problems: [{ path: "", problem: expect.stringContaining("Times are not kept") }] });
		expect(only(all.sent(), "SITE").length - before).toBe(before);
		const without = await all.run("up", plan, { preserveTimes: false });
		expect(without.problems).toEqual([]);
	});
});

test.each<unknown>([
	...[null, {}, { type: "remove", path: "a" }, { type: "copy", path: "a" }],
	{ type: "copy", path: "a", entry: { path: "a", type: "directory" } },
	...["", "..", "../a", "a/../../b", "/a", "a//b", "a/.", "a\0b", "a\\b", "C:a"].map((path) => ({
		type: "copy",
		path,
		entry: { path: "a", type: "file" },
	})),
	{ type: "copy", path: "a", entry: { path: "../a", type: "file" } },
	{ type: "copy", path: "a", entry: { path: "a", type: "file", modifiedAt: "never" } },
])("what is no copy of a file, or leads elsewhere, is refused: %j", async (action) => {
	const all = await treeFixture();
	const before = all.sent().length;
	const refused = { name: "FTPUsageError", code: "BAD_ARGUMENT" };
	await expect(copy(all, "down", action as CopyAction)).rejects.toMatchObject(refused);
	expect(all.sent()).toHaveLength(before);
	expect(all.near.list("/")).toEqual([]);
});

test.each<[unknown, unknown]>([
	[{ direction: "sideways" }, {}],
	[{ remote: 5 }, {}],
	[{ tree: {} }, {}],
	...[5, null, { signal: 1 }, { preserveTimes: 1 }, { onProgress: 1 }, { retry: 5 }].map(
		(options) => [{}, options] as [unknown, unknown],
	),
])("sides and options that cannot be right are refused: %j %j", async (sides, options) => {
	const all = await treeFixture();
	const right = { direction: "down" as const, remote: "/far", tree: memoryTree() };
	const copying = copyTreeFile(
		all.client,
		{ ...right, ...(sides as object) },
		put(all.server.files, "/far", "a"),
		options as never,
	);
	await expect(copying).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
});
