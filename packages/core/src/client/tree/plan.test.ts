import { expect, test } from "vitest";
import type { PlanOptions } from "./plan.ts";
import { contentOf, DATE, fill, shown, type Trees, trees } from "./plan-fixture.ts";

async function told(made: Trees, direction: "down" | "up", options?: PlanOptions): Promise<string[]> {
	return (await made.plan(direction, options)).map(shown);
}

test.each(["down", "up"] as const)("what is missing is copied, directories before what is in them: %s", async (direction) => {
	const content = { a: "1", "b/c": "2", "b/d/e": "3", f: undefined };
	const made = direction === "down" ? await trees(content, {}) : await trees({}, content);
	const actions = await made.plan(direction);
	expect(actions.map(shown)).toEqual([
		"copy a missing",
		"makeDirectory b",
		"copy b/c missing",
		"makeDirectory b/d",
		"copy b/d/e missing",
		"makeDirectory f",
	]);
	expect(actions[0]).toMatchObject({ entry: { path: "a", type: "file", size: 1 } });
	await made.carryOut(direction, actions);
	expect(await told(made, direction)).toEqual(["skip a same", "skip b/c same", "skip b/d/e same"]);
});

test("the root at the server is any directory, and is made where there is none; one that cannot be had is no empty one", async () => {
	const made = await trees({ "x/y/a": "1" }, { b: "2" });
	for (const root of ["x/y", "/x/y", "x/y/"]) expect((await made.plan("down", {}, root)).map(shown)).toEqual(["copy a missing"]);
	expect((await made.plan("up", {}, "x/y")).map(shown)).toEqual(["copy b missing"]);
	expect((await made.plan("up", {}, "new/one")).map(shown)).toEqual(["makeDirectory ", "copy b missing"]);
	await expect(made.plan("down", {}, "new")).rejects.toMatchObject({ name: "FTPReplyError", code: 550 });
	expect(await made.client.pwd()).toBe("/");
});

test.each(["down", "up"] as const)(
	"what is extraneous is removed at the end where that is asked for, children first: %s",
	async (direction) => {
		const [source, target] = [
			{ a: "1", n: "1" },
			{ a: "1", "x/y/z": "2", "x/k": "3", o: "4" },
		];
		const made = direction === "down" ? await trees(source, target) : await trees(target, source);
		expect(await told(made, direction)).toEqual(["skip a same", "copy n missing"]);
		const actions = await made.plan(direction, { delete: true });
		const removals = ["remove o", "remove x/k", "remove x/y/z", "removeDirectory x/y", "removeDirectory x"];
		expect(actions.map(shown)).toEqual(["skip a same", "copy n missing", ...removals]);
		await made.carryOut(direction, actions);
		expect(contentOf(direction === "down" ? made.tree.files : made.remote)).toEqual(source);
		expect(await told(made, direction, { delete: true })).toEqual(["skip a same", "skip n same"]);
	},
);

test("no more is removed than may be, and nothing of all where there is nothing at the source", async () => {
	const made = await trees({ a: "1" }, { a: "1", b: "2", "c/d": "3" });
	expect(await told(made, "down", { delete: true, mostDeleted: 3 })).toHaveLength(4);
	expect(await told(made, "down", { delete: true, mostDeleted: 2 })).toEqual([
		"skip a same",
		"problem  Nothing was removed: it would be 3 files and directories, more than mostDeleted",
	]);
	made.remote.remove("/a");
	expect(await told(made, "down", { delete: true })).toEqual([
		"problem  Nothing was removed: there is nothing at the source; if that is right, say so by mostDeleted",
	]);
	expect(await told(made, "down", { delete: true, mostDeleted: 4 })).toEqual([
		"remove a",
		"remove b",
		"remove c/d",
		"removeDirectory c",
	]);
});

test("what the filter leaves out is neither copied nor removed nor looked into", async () => {
	const made = await trees(
		{ a: "1", "no/b": "2", "c/no": "3", "c/d": "4", "e/no": "5" },
		{ "x/no": "6", "x/y": "7", no: "8", left: "9" },
	);
	const filter: PlanOptions["filter"] = ({ path }) => !/(?:^|\/)(?:no|left)$/.test(path);
	expect(await told(made, "down", { filter, delete: true })).toEqual([
		"copy a missing",
		// It is at the source under that name: not extraneous either.
		"skip no excluded",
		"makeDirectory c",
		"copy c/d missing",
		"skip c/no excluded",
		// Nothing of it takes part: it is not made.
		"skip e/no excluded",
		"remove x/y",
	]);
	expect(made.sent().filter((command) => command === "MLSD no")).toEqual([]);
});

test("a directory that cannot be listed is a problem, the rest goes on, and nothing is removed", async () => {
	const onCommand = (command: string, args: string): readonly string[] | undefined =>
		command === "MLSD" && args === "b" ? ["550 May not"] : undefined;
	const options = { server: { onCommand } };
	const down = await trees({ a: "1", "b/c": "2", "d/e": "3" }, { x: "1" }, {}, options);
	expect(await told(down, "down", { delete: true })).toEqual([
		"copy a missing",
		"problem b The directory cannot be listed by the server: MLSD b was refused: 550 May not",
		"makeDirectory d",
		"copy d/e missing",
	]);
	const up = await trees({ "b/c": "2", "d/e": "3" }, { "b/c": "1", a: "4" }, {}, options);
	expect(await told(up, "up", { delete: true })).toEqual([
		"copy a missing",
		"problem b The directory cannot be listed by the server: MLSD b was refused: 550 May not",
		"remove d/e",
		"removeDirectory d",
	]);
	// Of what is to be removed, too.
	up.tree.files.remove("/b/c");
	up.tree.files.rmdir("/b");
	expect(await told(up, "up", { delete: true })).toEqual([
		"copy a missing",
		"problem b It is not removed: what is in it cannot be listed: MLSD b was refused: 550 May not",
		"remove d/e",
		"removeDirectory d",
	]);
});

test("a local directory that cannot be listed is a problem, too", async () => {
	const made = await trees({ x: "1" }, { a: "1", "b/c": "2" });
	const { list } = made.tree;
	made.tree.list = (directory, options) => {
		if (directory === "b") throw new Error("EACCES");
		return list(directory, options);
	};
	expect(await told(made, "up", { delete: true })).toEqual([
		"copy a missing",
		"problem b The directory cannot be listed by memory: EACCES",
	]);
});

test("one of another type is replaced only where that is asked for, when all the rest is known", async () => {
	const source = { a: "file", "b/c": "in a directory", z: "last" };
	const target = { "a/x/y": "1", "a/z": "2", b: "file" };
	const made = await trees(source, target);
	expect(await told(made, "down")).toEqual([
		"problem a Not done: there is a directory where a file is to be",
		"problem b Not done: there is a file where a directory is to be",
		"copy z missing",
	]);
	for (const options of [{ delete: true }, { existing: "overwrite" }] as const) {
		const { plan, carryOut, tree } = await trees(source, target);
		const actions = await plan("down", options);
		expect(actions.map(shown)).toEqual([
			"copy z missing",
			"remove a/x/y",
			"removeDirectory a/x",
			"remove a/z",
			"removeDirectory a",
			"copy a type",
			"remove b",
			"makeDirectory b",
			"copy b/c missing",
		]);
		await carryOut("down", actions);
		expect(contentOf(tree.files)).toEqual({ ...source, b: undefined });
	}
	expect(await told(made, "down", { delete: true, filter: ({ path }) => path !== "a/z" })).toEqual([
		"copy z missing",
		"problem a Not done: the directory in the way has something in it that is not removed",
		"remove b",
		"makeDirectory b",
		"copy b/c missing",
	]);
	expect(await told(made, "down", { delete: true, mostDeleted: 4 })).toContain(
		"problem  Nothing was removed: it would be 5 files and directories, more than mostDeleted",
	);
});

test("what takes the place of a file is looked into before that is removed", async () => {
	const onCommand = (command: string, args: string): readonly string[] | undefined =>
		command === "MLSD" && args === "a" ? ["550 May not"] : undefined;
	const made = await trees({ "a/b": "1" }, { a: "old", c: "1" }, {}, { server: { onCommand } });
	expect(await told(made, "down", { delete: true })).toEqual([
		"problem a The directory cannot be listed by the server: MLSD a was refused: 550 May not",
	]);
});

test("existing files are compared, overwritten, or left", async () => {
	const made = await trees({ a: "new!", b: "same" }, { a: "old", b: "same" });
	expect(await told(made, "down")).toEqual(["copy a size", "skip b same"]);
	expect(await told(made, "down", { existing: "overwrite" })).toEqual(["copy a always", "copy b always"]);
	expect(await told(made, "down", { existing: "skip" })).toEqual(["skip a exists", "skip b exists"]);
	const isDone: PlanOptions["isDone"] = ({ path, size }) => path === "a" && size === 4;
	expect(await told(made, "down", { isDone })).toEqual(["skip a journal", "skip b same"]);
	// What an earlier run has copied may have been removed since.
	made.tree.files.remove("/a");
	expect(await told(made, "down", { isDone })).toEqual(["copy a missing", "skip b same"]);
});

test("no deeper than treeDepth, no more than treeEntries", async () => {
	const content = { "a/b/c": "1", d: "2", e: "3" };
	const code = { name: "FTPProtocolError", code: "LIMIT_EXCEEDED" };
	for (const [limits, name] of [
		[{ treeDepth: 2 }, "treeDepth"],
		[{ treeEntries: 4 }, "treeEntries"],
		[{ entries: 3, treeEntries: 2 }, "treeEntries"],
	] as const) {
		const told = { ...code, message: expect.stringContaining(name) };
		await expect((await trees(content, {}, {}, { client: { limits } })).plan("down")).rejects.toMatchObject(told);
		await expect((await trees({}, content, {}, { client: { limits } })).plan("up")).rejects.toMatchObject(told);
		await expect(
			(await trees({}, content, {}, { client: { limits } })).plan("down", { delete: true, mostDeleted: 9 }),
		).rejects.toMatchObject(told);
	}
	const enough = await trees(content, {}, {}, { client: { limits: { treeDepth: 3, treeEntries: 5 } } });
	expect(await enough.plan("down")).toHaveLength(5);
});

test("an abort ends it, wherever it is, and nothing is left under way", async () => {
	const made = await trees({ "a/b": "1", "c/d": "2" }, { "a/b": "1" });
	for (const steps of [0, 1, 2]) {
		const abort = new AbortController();
		const stepping = async (): Promise<void> => {
			let left = steps;
			if (left === 0) abort.abort();
			const { planTree } = await import("./plan.ts");
			for await (const _ of planTree(made.client, { direction: "down", remote: "", tree: made.tree }, { signal: abort.signal })) {
				left -= 1;
				if (left === 0) abort.abort();
			}
		};
		await expect(stepping()).rejects.toMatchObject({ name: "FTPAbortError" });
	}
	expect(await made.client.pwd()).toBe("/");
});

test("a pool looks into some directories ahead; whoever stops listening leaves nothing under way", async () => {
	const { planTree } = await import("./plan.ts");
	const made = await trees({}, {});
	for (let index = 0; index < 20; index++) fill(made.remote, { [`d${index}/f`]: "1" }, "", { modifiedAt: DATE });
	const clients = made.pool({ size: 3 });
	await clients.connect();
	const sides = { direction: "down", remote: "", tree: made.tree } as const;
	const seen: string[] = [];
	for await (const action of planTree(clients, sides, {})) seen.push(shown(action));
	expect(seen).toHaveLength(40);
	for await (const _ of planTree(clients, sides, {})) break;
	expect(await clients.pwd()).toBe("/");
});
