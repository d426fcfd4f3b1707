import { describe, expect, test } from "vitest";
import { pattern } from "../test-fixture.ts";
import type { TreeAction } from "./action.ts";
import { MOST_WAITING } from "./run.ts";
import { directory, only, put, TIME, treeFixture } from "./test-plans.ts";
import type { TreeProblem } from "./tree-options.ts";

const remove = (path: string): TreeAction => ({ type: "remove", path });

describe.each(["down", "up"] as const)("a plan, %s", (direction) => {
	test("is carried out: directories before what is in them, with the times of the originals", async () => {
		const all = await treeFixture();
		const [from, to] = direction === "down" ? [all.server.files, all.near] : [all.near, all.server.files];
		const [source, target] = direction === "down" ? ["/far", ""] : ["", "/far"];
		const plan: TreeAction[] = [
			put(from, source, "a.txt"),
			directory("d"),
			directory("d/e"),
			put(from, source, "d/e/b.bin", pattern(200_000)),
			{ type: "skip", path: "same", reason: "same" },
			put(from, source, "empty", ""),
		];
		const done: TreeAction[] = [];
		const result = await all.run(direction, plan, { onAction: (action) => done.push(action) });
		expect(result).toEqual({ copied: 3, bytes: 200_005, directories: 2, removed: 0, skipped: 1, problems: [] });
		expect(to.text(`${target}/a.txt`)).toBe("a.txt");
		expect(to.read(`${target}/d/e/b.bin`)).toEqual(pattern(200_000));
		expect(to.stat(`${target}/d/e/b.bin`).modifiedAt).toEqual(TIME);
		expect(to.stat(`${target}/empty`).size).toBe(0);
		expect(done).toHaveLength(plan.length);
		expect(new Set(done)).toEqual(new Set(plan));
		expect(done.indexOf(plan[1] as TreeAction)).toBeLessThan(done.indexOf(plan[3] as TreeAction));
	});

	test("what is in the way goes before what takes its place, what is extraneous last of all, and directories when they are empty", async () => {
		const all = await treeFixture();
		const [from, to] = direction === "down" ? [all.server.files, all.near] : [all.near, all.server.files];
		const [source, target] = direction === "down" ? ["/far", ""] : ["", "/far"];
		for (const path of ["way", "old/x", "old/y"]) to.write(`${target}/${path}`, "old");
		const plan: TreeAction[] = [
			remove("way"),
			directory("way"),
			put(from, source, "way/in"),
			remove("old/x"),
			remove("old/y"),
			{ type: "removeDirectory", path: "old" },
		];
		const done: string[] = [];
		const result = await all.run(direction, plan, { onAction: ({ type, path }) => done.push(`${type} ${path}`) });
		expect(result).toMatchObject({ copied: 1, directories: 1, removed: 4, problems: [] });
		expect(done).toEqual([
			...["remove way", "makeDirectory way", "copy way/in"],
			...["remove old/x", "remove old/y", "removeDirectory old"],
		]);
		expect(to.exists(`${target}/old`)).toBe(false);
		expect(to.text(`${target}/way/in`)).toBe("way/in");
	});

	test("a file that cannot be had is told, the rest arrives, and nothing extraneous is removed", async () => {
		const all = await treeFixture();
		const [from, to] = direction === "down" ? [all.server.files, all.near] : [all.near, all.server.files];
		const [source, target] = direction === "down" ? ["/far", ""] : ["", "/far"];
		to.write(`${target}/extra`, "");
		const plan = [put(from, source, "a"), put(from, source, "gone"), put(from, source, "b"), remove("extra")];
		from.remove(`${source}/gone`);
		const told: TreeProblem[] = [];
		const run = all.run(direction, plan, {
			onProblem: (problem) => {
				told.push(problem);
			},
		});
		await expect(run).rejects.toMatchObject({
			name: "FTPTreeError",
			code: "INCOMPLETE",
			result: {
				copied: 2,
				removed: 0,
				problems: [{ path: "gone" }, { path: "", problem: expect.stringContaining("nothing was removed") }],
			},
		});
		expect(told.map(({ path }) => path)).toEqual(["gone", ""]);
		expect(told[0]?.cause).toBeInstanceOf(Error);
		expect(to.exists(`${target}/extra`)).toBe(true);
		expect(to.text(`${target}/b`)).toBe("b");
		const again = await all.run(direction, plan, { onProblem: ({ path }) => (path === "gone" ? "ignore" : undefined) });
		expect(again).toMatchObject({ copied: 2, removed: 1, problems: [] });
		expect(to.exists(`${target}/extra`)).toBe(false);
	});
});

test("nothing is tried below a directory that could not be made, and that is told once", async () => {
	const all = await treeFixture({
		server: { onCommand: (verb, path) => (verb === "MKD" && path === "/far/bad" ? ["553 No"] : undefined) },
	});
	const plan = [
		...[directory("bad"), directory("bad/er"), put(all.near, "", "bad/er/a"), put(all.near, "", "bad/b")],
		...[directory("badly"), put(all.near, "", "badly/c")],
	];
	await expect(all.run("up", plan)).rejects.toMatchObject({ result: { copied: 1, directories: 1, problems: [{ path: "bad" }] } });
	expect(only(all.sent(), "STOR")).toHaveLength(1);
	expect(all.server.files.text("/far/badly/c")).toBe("badly/c");
});

test("a target that cannot be made ends the run", async () => {
	const all = await treeFixture({ server: { onCommand: (verb) => (verb === "MKD" ? ["553 No"] : undefined) } });
	all.server.files.rmdir("/far");
	const run = all.run("up", [directory(""), put(all.near, "", "a")]);
	await expect(run).rejects.toMatchObject({ name: "FTPReplyError", code: 553 });
	expect(only(all.sent(), "STOR")).toEqual([]);
});

test("directories that are there already cost a look, and a target that is not there is made with those above it", async () => {
	const all = await treeFixture();
	all.server.files.rmdir("/far");
	await all.run("up", [directory(""), directory("d"), put(all.near, "", "d/a")]);
	await all.run("up", [directory(""), directory("d"), put(all.near, "", "d/b")]);
	expect(all.server.files.list("/far/d").map(({ name }) => name)).toEqual(["a", "b"]);
	expect(only(all.sent(), "MKD")[1]).toBe("MKD /far/d");
});

describe("at the same time", () => {
	const many = 40;

	test.each([
		["with a pool as many as it has sessions", { size: 3 }, {}, 3],
		["with a pool fewer, where that is wished", { size: 3 }, { concurrency: 2 }, 2],
		["with a client one", undefined, { concurrency: 5 }, 1],
	])("%s", async (_, pool, options, expected) => {
		const all = await treeFixture({ network: { latency: 10 }, connect: false });
		const client = pool ? all.pool(pool) : all.client;
		await all.clock.until(client.connect());
		let [now, most] = [0, 0];
		const { write } = all.tree;
		all.tree.write = async (path, file) => {
			now += 1;
			most = Math.max(most, now);
			const sink = await write(path, file);
			const { commit } = sink;
			return Object.assign(sink, {
				commit: () => {
					now -= 1;
					return commit.call(sink);
				},
			});
		};
		const plan = Array.from({ length: many }, (__, index) => put(all.server.files, "/far", `f${index}`));
		expect(await all.run("down", plan, options, client as never)).toMatchObject({ copied: many });
		expect(most).toBe(expected);
		expect(all.server.sessions).toHaveLength(pool ? Math.min(pool.size, expected) : 1);
	});

	test("no more of a plan is held than may be, however long it is", async () => {
		const all = await treeFixture();
		let told = 0;
		let begun = 0;
		let most = 0;
		const { write } = all.tree;
		all.tree.write = async (path, file) => {
			begun += 1;
			// As long as this one waits, nothing else begins: the plan goes on as far as it may.
			if (begun === 1) for (let turn = 0; turn < 10; turn++) await all.clock.settle();
			most = Math.max(most, told - begun);
			return await write(path, file);
		};
		const total = MOST_WAITING + 5_000;
		const enough = new Error("enough");
		const copy = put(all.server.files, "/far", "a");
		async function* plan(): AsyncGenerator<TreeAction> {
			for (; told < total; told++) yield copy;
		}
		const onAction = (): void => {
			if (begun >= 10) throw enough;
		};
		await expect(all.run("down", plan(), { onAction })).rejects.toMatchObject({ cause: enough });
		expect(begun).toBe(10);
		expect(most).toBeGreaterThan(MOST_WAITING - 10);
		expect(told).toBeLessThan(MOST_WAITING + 20);
	});

	test("what needs no copying is not held at all", async () => {
		const all = await treeFixture();
		async function* plan(): AsyncGenerator<TreeAction> {
			for (let index = 0; index < 100_000; index++) yield { type: "skip", path: `f${index}`, reason: "same" };
		}
		expect(await all.run("down", plan())).toMatchObject({ skipped: 100_000, copied: 0 });
	});
});

test("no more problems are kept than 10,000, and all are counted", async () => {
	const all = await treeFixture();
	async function* plan(): AsyncGenerator<TreeAction> {
		for (let index = 0; index < 10_005; index++) yield { type: "problem", path: `f${index}`, problem: "no" };
	}
	const error = await all.run("down", plan()).catch((reason) => reason);
	expect(error.result.problems).toHaveLength(10_000);
	expect(error.message).toContain("and 10002 more");
});

test("a dry run changes nothing, and tells everything", async () => {
	const all = await treeFixture();
	all.near.write("/extra", "");
	const plan: TreeAction[] = [
		directory("d"),
		put(all.server.files, "/far", "d/a", "12345"),
		{ type: "skip", path: "s", reason: "same" },
		{ type: "problem", path: "../x", problem: "leads out of the tree" },
		remove("extra"),
	];
	const before = all.sent().length;
	const onAction = (): never => {
		throw new Error("nothing is done");
	};
	expect(await all.run("down", plan, { dryRun: true, onAction })).toEqual({
		...{ copied: 1, bytes: 5, directories: 1, removed: 1, skipped: 1, plan },
		problems: [{ path: "../x", problem: "leads out of the tree" }],
	});
	expect(all.near.list("/").map(({ name }) => name)).toEqual(["extra"]);
	expect(all.sent()).toHaveLength(before);
});

test("symlinks are made where they can be", async () => {
	const all = await treeFixture();
	const link: TreeAction = { type: "link", path: "l", target: "a" };
	expect(await all.run("down", [put(all.server.files, "/far", "a"), link])).toMatchObject({ copied: 2 });
	expect(await all.tree.follow?.("l")).toMatchObject({ path: "a" });
	await expect(all.run("up", [link])).rejects.toMatchObject({ result: { problems: [{ path: "l" }] } });
});

test("progress tells the whole way, and ends where everything is", async () => {
	const all = await treeFixture({ network: { latency: 50 }, connect: false });
	await all.clock.until(all.client.connect());
	const plan = Array.from({ length: 10 }, (_, index) => put(all.server.files, "/far", `f${index}`, pattern(10_000 * index)));
	const told: { readonly done: number; readonly total: number; readonly isComplete: boolean }[] = [];
	await all.run("down", plan, {
		onProgress: ({ bytes, files, isComplete, paths, rate }) => {
			expect(bytes.done).toBeLessThanOrEqual(bytes.total);
			expect(files.done + paths.length).toBeLessThanOrEqual(files.total);
			expect(paths.length).toBeLessThanOrEqual(1);
			expect(rate).toBeGreaterThanOrEqual(0);
			told.push({ ...bytes, isComplete });
		},
	});
	expect(told.length).toBeGreaterThan(3);
	expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).sort((a, b) => a - b));
	expect(told.at(-1)).toEqual({ done: 450_000, total: 450_000, isComplete: true });
});
