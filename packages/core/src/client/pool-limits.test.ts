import { expect, test } from "vitest";
import type { TraceEvent } from "../protocol/effect.ts";
import type { ServerSession } from "../testing/server/session.ts";
import type { FTPPool, PoolOptions } from "./pool.ts";
import { type Fixture, type FixtureOptions, fixture, pattern, readAll } from "./test-fixture.ts";

interface World extends Fixture {
	readonly swimming: FTPPool;
	/** What the pool has said about itself. */
	readonly said: [sessions: number, reason: string][];
	/** As many calls as there are files. */
	round(): Promise<void>;
}

const names = Array.from({ length: 12 }, (_, index) => `${index}`);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function world(pooled: PoolOptions, options: FixtureOptions = {}): Promise<World> {
	const all = await fixture({ ...options, connect: false });
	for (const name of names) all.server.files.write(`/${name}`, name);
	const said: [number, string][] = [];
	const onTrace = (event: TraceEvent): void => {
		if (event.type === "pool") said.push([event.sessions, event.reason]);
	};
	const swimming = all.pool({ ...pooled, onTrace });
	await all.clock.until(swimming.connect());
	const round = async (): Promise<void> => {
		const contents = await all.clock.until(Promise.all(names.map((name) => swimming.download(name))));
		expect(contents.map(text)).toEqual(names);
	};
	return { ...all, swimming, said, round };
}

test("a pool shrinks to what the server grants, asks for one more after a minute, and grows again one by one", async () => {
	let granted = 2;
	const members = new Set<ServerSession>();
	const onCommand = (command: string, _: string, session: ServerSession): string[] | undefined => {
		if (command === "QUIT") members.delete(session);
		if (command !== "PASS") return undefined;
		if (members.size >= granted) return ["530 Too many users"];
		members.add(session);
		return undefined;
	};
	const { swimming, server, said, round, clock } = await world(
		{ size: 5, idleTimeout: Number.POSITIVE_INFINITY },
		{ server: { onCommand } },
	);
	await round();
	expect(swimming.sessions).toEqual({ open: 2, busy: 0, most: 2 });
	expect(said.at(-1)).toEqual([2, expect.stringContaining("530 Too many users")]);
	const [tried, told] = [server.sessions.length, said.length];
	await clock.advance(60_000);
	expect(swimming.sessions.most).toBe(3);
	await round();
	await round();
	expect(server.sessions.length).toBe(tried + 1);
	expect(said.length).toBe(told);
	granted = 4;
	await clock.advance(60_000);
	await round();
	await round();
	// Two that were granted, and the one after them.
	expect(server.sessions.length).toBe(tried + 4);
	expect(said.slice(told).map(([sessions]) => sessions)).toEqual([3, 4]);
	expect(swimming.sessions).toEqual({ open: 4, busy: 0, most: 4 });
});

test("a session that the server ends for being too many is not replaced at once; one that was idle for too long is", async () => {
	const onCommand = (command: string, _: string, { connection }: ServerSession): Uint8Array | undefined => {
		if (command !== "SYST") return undefined;
		void connection.write(new TextEncoder().encode("421 Too many connections\r\n")).then(() => connection.end());
		return new Uint8Array(0);
	};
	const options = { server: { timeouts: { idle: 30_000 }, onCommand } };
	const { swimming, server, said, round, clock } = await world({ size: 3 }, options);
	await round();
	await clock.advance(31_000);
	expect(server.activeSessions).toBe(0);
	expect(swimming.sessions).toEqual({ open: 0, busy: 0, most: 3 });
	await round();
	expect(server.activeSessions).toBe(3);
	await expect(clock.until(swimming.system())).rejects.toMatchObject({ name: "FTPReplyError", code: 421 });
	await round();
	expect(swimming.sessions).toEqual({ open: 2, busy: 0, most: 2 });
	expect(said).toEqual([[2, expect.stringContaining("421 Too many connections")]]);
});

test("sessions with nothing to do are ended, but for one", async () => {
	const { swimming, server, said, round, clock } = await world({ size: 3, idleTimeout: 5_000 });
	server.files.write("/big", pattern(3_000_000));
	await round();
	expect(server.activeSessions).toBe(3);
	const stream = await swimming.downloadStream("big");
	await clock.advance(4_000);
	await swimming.pwd();
	await clock.advance(4_000);
	// The one that streams, and the one that was asked meanwhile.
	expect(swimming.sessions).toEqual({ open: 2, busy: 1, most: 3 });
	expect(server.commands.filter((line) => line === "QUIT")).toHaveLength(1);
	expect((await readAll(stream)).length).toBe(3_000_000);
	await clock.advance(60_000);
	expect(swimming.sessions).toEqual({ open: 1, busy: 0, most: 3 });
	expect(server.activeSessions).toBe(1);
	expect(said.map(([sessions]) => sessions)).toEqual([2, 1]);
	await round();
	expect(server.activeSessions).toBe(3);
});

test("none is ended where that is wanted, and none by what is left after close()", async () => {
	const { swimming, server, round, clock } = await world({ size: 3, idleTimeout: Number.POSITIVE_INFINITY });
	await round();
	await clock.advance(200_000);
	expect(server.activeSessions).toBe(3);
	await clock.until(swimming.close());
	expect(swimming.sessions).toEqual({ open: 0, busy: 0, most: 3 });
});

test("close() waits for the calls that were made before it, where that is asked for", async () => {
	const { swimming: pool, clock, server } = await world({ size: 2 }, { network: { latency: 20 } });
	const before = Promise.all(names.map((name) => pool.download(name)));
	const closed = pool.close({ wait: true });
	expect(pool.closed).toBe(true);
	await expect(pool.download("0")).rejects.toMatchObject({ code: "NOT_CONNECTED" });
	const again = pool.connect();
	expect((await clock.until(before)).map(text)).toEqual(names);
	await clock.until(closed);
	// The next connect() begins after it.
	await clock.until(again);
	expect(server.activeSessions).toBe(1);
	expect(text(await clock.until(pool.download("0")))).toBe("0");
	await clock.until(Promise.all([pool.close({ wait: true }), pool.close({ wait: true })]));
	await clock.advance(100);
	expect(server.activeSessions).toBe(0);
});

test("close() cuts what another one waits for", async () => {
	const { swimming: pool, clock, server } = await world({ size: 2 }, { network: { latency: 20 } });
	const calls = Promise.allSettled(names.map((name) => pool.download(name)));
	const waiting = pool.close({ wait: true });
	await clock.advance(100);
	await clock.until(Promise.all([pool.close(), waiting]));
	const last = (await calls).at(-1);
	expect(last).toMatchObject({ reason: { name: "FTPAbortError" } });
	await clock.advance(100);
	expect(server.activeSessions).toBe(0);
});

test.each([[{ wait: 1 }], [{ Wait: true }], [null], [5]])("close(%j) is refused", async (options) => {
	const { swimming } = await world({});
	await expect(swimming.close(options as never)).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
	expect(swimming.closed).toBe(false);
});

test("ten thousand calls in line are served in turn, or given up", async () => {
	const { swimming: pool, server, clock } = await world({ size: 4 });
	server.files.write("/big", pattern(100_000));
	const streams = await Promise.all(Array.from({ length: 4 }, () => pool.downloadStream("big")));
	// One signal for all of them would cost the square of their number in the runtime's own list of listeners.
	const stops = Array.from({ length: 10_000 }, () => new AbortController());
	const isServed = (index: number): boolean => index % 10 === 9;
	const outcomes = stops.map(({ signal }) => pool.pwd({ signal }).catch(({ name }: Error) => name));
	for (const [index, stop] of stops.entries()) if (!isServed(index)) stop.abort();
	for (const stream of streams) await stream.cancel();
	const all = await clock.until(Promise.all(outcomes));
	expect(all).toEqual(all.map((_, index) => (isServed(index) ? "/" : "FTPAbortError")));
	expect(server.commands.filter((line) => line === "PWD")).toHaveLength(1_000);
});
