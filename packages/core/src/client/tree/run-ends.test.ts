import { describe, expect, test } from "vitest";
import { FTPReplyError } from "../../errors/index.ts";
import { memoryJournal } from "../../testing/memory-journal.ts";
import { pattern } from "../test-fixture.ts";
import type { TreeAction } from "./action.ts";
import { only, put, type TreeFixture, treeFixture, vanish } from "./test-plans.ts";

const many = 30;

const plan = (all: TreeFixture): TreeAction[] =>
	Array.from({ length: many }, (_, index) => put(all.server.files, "/far", `f${index}`, pattern(100_000)));

describe("a run ends", () => {
	test("when its signal says so, with nothing left under way; the next one transfers only the rest", async () => {
		const all = await treeFixture({ network: { latency: 5 }, connect: false });
		const pool = all.pool({ size: 3 });
		await all.clock.until(pool.connect());
		const stop = new AbortController();
		let done = 0;
		const journal = memoryJournal();
		const onAction = (): void => {
			done += 1;
			if (done === 10) stop.abort("enough");
		};
		const run = all.run("down", plan(all), { signal: stop.signal, onAction, journal }, pool as never);
		await expect(run).rejects.toMatchObject({ name: "FTPAbortError", cause: "enough" });
		const there = all.near.list("/").length;
		expect(there).toBeGreaterThanOrEqual(10);
		expect(there).toBeLessThan(10 + 3);
		expect(all.near.list("/").every(({ size }) => size === 100_000)).toBe(true);
		// One that was notified of its end is complete, whatever the run was told in the meantime.
		expect(journal.lines).toHaveLength(1 + there);
		const before = only(all.server.commands, "RETR").length;
		const rest = plan(all).filter(({ path }) => !all.near.exists(path));
		expect(await all.run("down", rest, { journal }, pool as never)).toMatchObject({ copied: many - there });
		expect(only(all.server.commands, "RETR").length - before).toBe(many - there);
		expect(journal.lines).toEqual([]);
		for (let index = 0; index < many; index++) expect(all.near.read(`/f${index}`)).toEqual(pattern(100_000));
	});

	test.each(["onAction", "onProblem"] as const)("when what %s promises fails, and nobody else is told", async (name) => {
		const all = await treeFixture();
		const cause = new Error("no");
		const fails = (): never => Promise.reject(cause) as never;
		const steps: TreeAction[] = [{ type: "problem", path: "p", problem: "a problem" }, ...plan(all)];
		const others = { onProblem: () => "ignore" as const };
		const run = all.run("down", steps, { ...others, [name]: fails });
		await expect(run).rejects.toMatchObject({ name: "FTPAbortError", message: `${name} failed`, cause });
		expect(all.near.list("/").length).toBeLessThanOrEqual(2);
	});

	test("before it begins, where its signal says so already", async () => {
		const all = await treeFixture();
		const before = all.sent().length;
		const run = all.run("down", plan(all), { signal: AbortSignal.abort("no") });
		await expect(run).rejects.toMatchObject({ name: "FTPAbortError", cause: "no" });
		expect(all.sent()).toHaveLength(before);
	});

	test.each(["onProgress", "onAction", "onProblem"] as const)("when %s throws", async (name) => {
		const all = await treeFixture();
		const cause = new Error("no");
		const fails = (): never => {
			throw cause;
		};
		const steps: TreeAction[] = [{ type: "problem", path: "p", problem: "a problem" }, ...plan(all)];
		const others = { onProblem: () => "ignore" as const };
		const run = all.run("down", steps, { ...others, [name]: fails });
		await expect(run).rejects.toMatchObject({ name: "FTPAbortError", message: `${name} failed`, cause });
		expect(all.near.list("/").length).toBeLessThanOrEqual(1);
	});

	test.each<TreeAction>([
		{ type: "makeDirectory", path: "" },
		{ type: "makeDirectory", path: "d" },
		{ type: "link", path: "l", target: "a" },
		{ type: "remove", path: "extra" },
		{ type: "skip", path: "s", reason: "same" },
	])("when onAction throws at %j", async (action) => {
		const all = await treeFixture();
		all.near.write("/extra", "");
		const cause = new Error("no");
		const onAction = (): never => {
			throw cause;
		};
		await expect(all.run("down", [action], { onAction })).rejects.toMatchObject({ name: "FTPAbortError", cause });
	});

	test.each([
		[
			"after the attempts of the first file, where the server cannot be reached any more",
			true,
			{ name: "FTPNetworkError", code: "CONNECT_FAILED" },
		],
		["at once, where nothing is tried again", false, { name: "FTPReplyError", code: 421 }],
	])("%s", async (_, retry, ending) => {
		const all = await treeFixture();
		const steps = plan(all);
		async function* dying(): AsyncGenerator<TreeAction> {
			yield* steps.slice(0, 3);
			while (all.near.list("/").length < 3) await all.clock.settle();
			vanish(all);
			yield* steps.slice(3);
		}
		const told: string[] = [];
		const run = all.run("down", dying(), { retry, onProblem: ({ path }) => void told.push(path) });
		await expect(run).rejects.toMatchObject(ending);
		expect(told).toEqual([]);
		expect(all.near.list("/")).toHaveLength(3);
	});

	test("when the server lets nobody in any more", async () => {
		let isOpen = true;
		const all = await treeFixture({
			server: {
				onCommand: (verb, _, session) => {
					if (isOpen || (verb !== "PASS" && verb !== "RETR")) return undefined;
					if (verb === "PASS") return ["530 Account locked"];
					session.connection.close();
					return [];
				},
			},
		});
		const onAction = (): void => {
			isOpen = false;
		};
		const run = all.run("down", plan(all), { onAction });
		await expect(run).rejects.toMatchObject({ name: "FTPReplyError", code: 530 });
		expect(all.near.list("/")).toHaveLength(1);
		expect(only(all.server.commands, "PASS")).toHaveLength(2);
	});

	test("after ten files in a row that the network has failed, and not for one in between", async () => {
		const bad = new Set(Array.from({ length: many }, (_, index) => `/far/f${index}`).filter((path) => path !== "/far/f5"));
		const all = await treeFixture({
			server: { quirks: { onTransfer: ({ path }) => (bad.has(path) ? { after: 10, how: "reset" } : undefined) } },
		});
		const told: string[] = [];
		const run = all.run("down", plan(all), { retry: { attempts: 1 }, onProblem: ({ path }) => void told.push(path) });
		await expect(run).rejects.toMatchObject({ name: "FTPReplyError", code: 426 });
		expect(all.near.list("/").map(({ name }) => name)).toEqual(["f5"]);
		expect(told).toEqual(Array.from({ length: 15 }, (_, index) => `f${index}`).filter((name) => name !== "f5"));
	});

	test.each(["550 No", "530 Not yours", "450 Busy", "451 Sorry"])(
		"never for files that are refused, however many: %s",
		async (reply) => {
			const all = await treeFixture({ server: { onCommand: (verb) => (verb === "RETR" ? [reply] : undefined) } });
			const error = await all.run("down", plan(all)).catch((reason) => reason);
			expect(error.result.problems).toHaveLength(many);
			expect(error.cause).toBeInstanceOf(FTPReplyError);
		},
	);

	test("when the plan does, after what was planned", async () => {
		const all = await treeFixture();
		const cause = new Error("the disk is gone");
		async function* broken(): AsyncGenerator<TreeAction> {
			yield* plan(all);
			throw cause;
		}
		await expect(all.run("down", broken())).rejects.toMatchObject({ name: "FTPAbortError", cause });
		expect(all.near.list("/")).toHaveLength(many);
	});
});

test("jobs get the copies; directories are made, and what is extraneous is removed", async () => {
	const all = await treeFixture();
	all.near.write("/extra", "");
	const jobs: TreeAction[] = [];
	const steps: TreeAction[] = [{ type: "makeDirectory", path: "d" }, ...plan(all), { type: "remove", path: "extra" }];
	const told: number[] = [];
	const result = await all.run("down", steps, {
		jobs: { add: async (job) => void jobs.push(job) },
		onProgress: ({ files }) => told.push(files.done),
	});
	expect(result).toEqual({ copied: many, bytes: 0, directories: 1, removed: 1, skipped: 0, problems: [] });
	expect(jobs).toEqual(steps.slice(1, -1));
	expect(told.at(-1)).toBe(many);
	expect(only(all.sent(), "RETR")).toEqual([]);
	const cause = new Error("the queue is full");
	const full = all.run("down", plan(all), { jobs: { add: () => Promise.reject(cause) } });
	await expect(full).rejects.toMatchObject({ name: "FTPAbortError", cause });
});

test("a journal keeps what was copied until everything is", async () => {
	const all = await treeFixture();
	const journal = memoryJournal();
	const steps = plan(all);
	all.server.files.remove("/far/f7");
	await expect(all.run("down", steps, { journal })).rejects.toMatchObject({ name: "FTPTreeError" });
	expect(journal.lines).toHaveLength(many);
	expect(journal.lines.some((line) => line.includes('"f7"'))).toBe(false);
	await expect(all.run("up", [], { journal })).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
	await all.run("down", [], { journal });
	expect(journal.lines).toEqual([]);
});
