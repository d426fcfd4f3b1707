import { expect, test } from "vitest";
import { FTPAbortError, FTPReplyError } from "../errors/index.ts";
import { cd } from "../operations/cd.ts";
import type { FTPPool } from "./pool.ts";
import { wayFrom } from "./pool-place.ts";
import { type Fixture, type FixtureOptions, fixture } from "./test-fixture.ts";

interface World extends Fixture {
	readonly swimming: FTPPool;
}

/** A pool of three, with `/a/b` and `/c`, each with a file that holds its name; all sessions open. */
async function world(options: FixtureOptions = {}): Promise<World> {
	const all = await fixture({ ...options, connect: false });
	for (const directory of ["/a", "/a/b", "/c"]) all.server.files.mkdir(directory);
	for (const directory of ["", "/a", "/a/b", "/c"]) all.server.files.write(`${directory}/here`, directory);
	const swimming = all.pool({ size: 3 });
	await swimming.connect();
	await here(swimming);
	return { ...all, swimming };
}

/** Where nine calls at the same time are. */
async function here(pool: FTPPool): Promise<string> {
	const all = await Promise.all(Array.from({ length: 9 }, () => pool.download("here")));
	const places = new Set(all.map((bytes) => new TextDecoder().decode(bytes)));
	expect(places.size).toBe(1);
	return [...places].join();
}

test("cd() and cdup() hold for all sessions", async () => {
	const { swimming: pool, server } = await world();
	await pool.cd("a");
	expect(await here(pool)).toBe("/a");
	await pool.cd("b");
	expect(await here(pool)).toBe("/a/b");
	await pool.cdup();
	expect(await here(pool)).toBe("/a");
	await pool.cd("/c");
	expect(await here(pool)).toBe("/c");
	expect(server.sessions.length).toBe(3);
	for (const session of server.sessions) session.connection.close();
	await expect.poll(() => server.activeSessions).toBe(0);
	expect(await here(pool)).toBe("/c");
});

test("calls made before a change run where the pool was, calls made after it in the new place", async () => {
	const { swimming: pool } = await world();
	const before = Promise.all([here(pool), here(pool)]);
	const moved = pool.cd("a");
	const after = here(pool);
	const failed = pool.cd("nowhere").catch((error: unknown) => error);
	const still = here(pool);
	const deeper = pool.cd("b");
	const deep = here(pool);
	expect(await before).toEqual(["", ""]);
	await moved;
	expect(await after).toBe("/a");
	expect(await failed).toBeInstanceOf(FTPReplyError);
	expect(await still).toBe("/a");
	await deeper;
	expect(await deep).toBe("/a/b");
});

test("a change that was given up does not count, wherever it has got to", async () => {
	let swallowed = 0;
	const onCommand = (command: string, path: string): string[] | undefined => {
		if (command !== "CWD" || path !== "a" || swallowed++ > 0) return undefined;
		return [];
	};
	const { swimming: pool, clock } = await world({ server: { onCommand } });
	const stop = new AbortController();
	const moved = pool.cd("a", { signal: stop.signal });
	const after = here(pool);
	await clock.settle();
	stop.abort();
	await expect(moved).rejects.toBeInstanceOf(FTPAbortError);
	expect(await after).toBe("");
	await clock.until(pool.cd("a"));
	expect(await here(pool)).toBe("/a");
});

test("an operation that goes elsewhere on its own leads no other call astray", async () => {
	const { swimming: pool } = await world();
	await pool.run(cd("a"));
	expect(await here(pool)).toBe("");
	await pool.cd("a");
	await pool.run(cd("/c"));
	expect(await here(pool)).toBe("/a");
});

test("after very many steps the others still find the way", async () => {
	const { swimming: pool, server } = await world();
	for (let turn = 0; turn < 60; turn++) {
		await pool.cd("a");
		await pool.cdup();
	}
	await pool.cd("a");
	await pool.cd("b");
	expect(await here(pool)).toBe("/a/b");
	expect(server.commands.filter((line) => line === "PWD").length).toBeGreaterThan(0);
});

test("a new connect() begins where the server lets it begin", async () => {
	const { swimming: pool, clock } = await world();
	await pool.cd("a");
	await clock.until(pool.close());
	await pool.connect();
	expect(await here(pool)).toBe("");
});

test("the way from one place to another", () => {
	expect(wayFrom([], [])).toEqual([]);
	expect(wayFrom(["a"], ["a", undefined])).toEqual([undefined]);
	expect(wayFrom(["a", undefined], ["a"])).toBeUndefined();
	expect(wayFrom(["b"], ["a"])).toBeUndefined();
	expect(wayFrom(undefined, [])).toBeUndefined();
	expect(wayFrom(undefined, ["/c", "d"])).toEqual(["/c", "d"]);
	expect(wayFrom(["/b"], ["/c"])).toEqual(["/c"]);
	expect(wayFrom(["/c"], ["/c", "d"])).toEqual(["d"]);
});
