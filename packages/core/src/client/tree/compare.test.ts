import { expect, test } from "vitest";
import type { MemoryTreeOptions } from "../../testing/memory-tree.ts";
import { VirtualClock } from "../../testing/virtual-clock.ts";
import type { FixtureOptions } from "../test-fixture.ts";
import { comparison } from "./compare.ts";
import type { TreeEntry } from "./file-tree.ts";
import { shown, type Trees, trees } from "./plan-fixture.ts";
import type { MirrorOptions } from "./tree-options.ts";

const NOON = Date.UTC(2025, 0, 2, 12);

function file(size: number | undefined, seconds?: number, modifiedAtPrecision?: TreeEntry["modifiedAtPrecision"]): TreeEntry {
	const modifiedAt = seconds === undefined ? undefined : new Date(NOON + seconds * 1000);
	return { path: "a", type: "file", size, modifiedAt, modifiedAtPrecision };
}

async function pair(treeOptions: MemoryTreeOptions = {}, options: FixtureOptions = {}): Promise<Trees> {
	return await trees({ a: "1" }, { a: "1" }, treeOptions, options);
}

test.each<[string, TreeEntry, TreeEntry, string | undefined]>([
	["the same", file(1, 1), file(1, 1), undefined],
	["another size", file(1, 1), file(2, 1), "size"],
	["no size at one side", file(undefined, 1), file(2, 1), "unknown"],
	["no size at the other side", file(1, 1), file(undefined, 1), "unknown"],
	["no time at one side", file(1), file(1, 1), undefined],
	["older", file(1, 3601), file(1, 1), "time"],
	["newer", file(1, 1), file(1, 3601), "time"],
	["less than a second apart", file(1, 1.7), file(1, 1), undefined],
	["more than a second apart", file(1, 2.5), file(1, 1), "time"],
	["within two seconds of an even one", file(1, 3.9), file(1, 2), undefined],
	["two seconds from an even one", file(1, 4), file(1, 2), "time"],
	["told to the minute at the source", file(1, 0, "minute"), file(1, 59), undefined],
	["told to the minute at the target", file(1, 59), file(1, 0, "minute"), undefined],
	["a minute apart", file(1, 61), file(1, 0, "minute"), "time"],
	["told to the day", file(1, 0, "day"), file(1, 86_000), undefined],
	["a day apart", file(1, 0, "day"), file(1, 90_000), "time"],
])("by size and time: %s", async (_, source, target, expected) => {
	const { client, tree } = await pair();
	const compare = comparison(client, { direction: "down", remote: "", tree }, {}, {});
	expect(await compare(source, target)).toBe(expected);
});

test("where copies do not have the time of the original, what is newer is the same", async () => {
	const cannot = await pair({ keepsTimes: false });
	const noMfmt = await pair({}, { server: { quirks: { without: ["MFMT"] } } });
	const made = await pair();
	for (const [{ client, tree }, direction, options] of [
		[cannot, "down", {}],
		[noMfmt, "up", {}],
		[made, "down", { preserveTimes: false }],
		[made, "up", { preserveTimes: false }],
	] as const) {
		const compare = comparison(client, { direction, remote: "", tree }, options, {});
		expect(await compare(file(1, 1), file(1, 3601))).toBe(undefined);
		expect(await compare(file(1, 3601), file(1, 1))).toBe("time");
	}
	const compare = comparison(made.client, { direction: "up", remote: "", tree: made.tree }, {}, {});
	expect(await compare(file(1, 1), file(1, 3601))).toBe("time");
});

test("by size alone", async () => {
	const { client, tree } = await pair();
	const compare = comparison(client, { direction: "down", remote: "", tree }, { compare: "size" }, {});
	expect([
		await compare(file(1, 1), file(1, 99)),
		await compare(file(1), file(2)),
		await compare(file(undefined), file(2)),
	]).toEqual([undefined, "size", "unknown"]);
});

test.each(["down", "up"] as const)("by hash: %s", async (direction) => {
	const { plan, remote, tree } = await trees(
		{ same: "abc", other: "abc", long: "abcd" },
		{ same: "abc", other: "abd", long: "abc" },
	);
	for (const compare of ["hash", "SHA-256", "SHA-1"] as const) {
		const actions = (await plan(direction, { compare })).map(shown).sort();
		expect(actions).toEqual(["copy long size", "copy other hash", "skip same same"]);
	}
	// Times do not count.
	remote.change("/same", { modifiedAt: new Date(0) });
	expect((await plan(direction, { compare: "hash" })).map(shown)).toContain("skip same same");
	tree.hash = async () => undefined;
	expect((await plan(direction, { compare: "hash" })).map(shown)).toContain("copy same unknown");
	tree.hash = async () => {
		throw new Error("EIO");
	};
	expect((await plan(direction, { compare: "hash" })).map(shown)).toContain("problem same It cannot be compared: EIO");
});

test("hashes that one side has not are no comparison: nothing is listed", async () => {
	const noHash = {
		server: { features: (lines: readonly string[]) => lines.filter((line) => !/HASH|X(?:SHA|MD5|CRC)/.test(line)) },
	};
	const rows: [Trees, MirrorOptions][] = [
		[await pair({ hashes: false }), { compare: "hash" }],
		[await pair({}, noHash), { compare: "hash" }],
		[await pair({}, noHash), { compare: "SHA-256" }],
	];
	for (const [{ plan, sent }, options] of rows) {
		await expect(plan("down", options)).rejects.toMatchObject({ name: "FTPUsageError", code: "UNSUPPORTED" });
		expect(sent()).toEqual([]);
	}
	await expect((await pair()).plan("down", { compare: "MD17" as "hash" })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
});

test("a file whose hash the server refuses is a problem", async () => {
	const onCommand = (command: string): readonly string[] | undefined => (/HASH|XSHA/.test(command) ? ["550 No"] : undefined);
	const { plan } = await pair({}, { server: { onCommand } });
	const [action] = await plan("down", { compare: "SHA-256" });
	expect(action).toMatchObject({ type: "problem", path: "a", cause: { code: 550 } });
});

test("by a function of the caller's, and what it throws ends the plan", async () => {
	const { plan } = await trees({ a: "1", b: "2" }, { a: "x", b: "y" });
	const compare: MirrorOptions["compare"] = async (source, target) => source.path === "a" && target.size === 1;
	expect((await plan("down", { compare })).map(shown)).toEqual(["skip a same", "copy b unknown"]);
	const wrong = [
		() => {
			throw new Error("mine");
		},
		async () => await Promise.reject(new Error("mine")),
	];
	for (const compare of wrong) {
		await expect(plan("down", { compare })).rejects.toMatchObject({ name: "FTPAbortError", cause: { message: "mine" } });
	}
	await expect(plan("down", { compare: () => "yes" as unknown as boolean })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
});

test("times of LIST, to the minute or the day, are equal to what was set by them", async () => {
	const clock = new VirtualClock(Date.UTC(2025, 0, 10));
	const made = await trees({ young: "1", old: "2" }, {}, {}, { clock, server: { quirks: { without: ["MLSD", "MLST"] } } });
	made.remote.change("/young", { modifiedAt: new Date("2025-01-02T03:04:05Z") });
	made.remote.change("/old", { modifiedAt: new Date("2020-01-02T03:04:05Z") });
	await made.carryOut("down", await made.plan("down"));
	expect((await made.plan("down")).map(shown)).toEqual(["skip old same", "skip young same"]);
	made.remote.change("/old", { modifiedAt: new Date("2020-02-02T03:04:05Z") });
	expect((await made.plan("down")).map(shown)).toEqual(["copy old time", "skip young same"]);
});
