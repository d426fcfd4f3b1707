import { expect, test } from "vitest";
import { FTPAbortError } from "../errors/index.ts";
import type { TraceEvent } from "../protocol/effect.ts";
import type { Answer } from "../testing/server/options.ts";
import type { ServerSession } from "../testing/server/session.ts";
import type { FTPPool } from "./pool.ts";
import { type Fixture, fixture } from "./test-fixture.ts";

interface World extends Fixture {
	readonly swimming: FTPPool;
	readonly events: TraceEvent[];
	/** Sends everybody away, and refuses new ones until it is called with `true`. */
	open(isOpen: boolean): Promise<void>;
	/** Takes no password any more. */
	refuseLogins(): void;
	/** Loses the session, once, at the first command that begins so. */
	loseAt(command: string): void;
	/** The files that were asked for, in that order. */
	asked(): string[];
}

/** A pool whose calls are tried again, on a server with the files `0` to `19`, and with as many in `/below`. */
async function world(options: { size?: number; connect?: boolean; backoff?: number } = {}): Promise<World> {
	const greeting = ["220 Ready"];
	const losing = new Set<string>();
	let isRefusing = false;
	const onCommand = (verb: string, args: string, { connection }: ServerSession): Answer => {
		const line = `${verb} ${args}`;
		if (isRefusing && verb === "PASS") return ["530 Login incorrect"];
		if (!losing.delete(line)) return undefined;
		connection.close();
		return [];
	};
	const all = await fixture({ connect: false, network: { latency: 20 }, server: { greeting, onCommand } });
	const { server, clock } = all;
	server.files.mkdir("/below");
	for (let index = 0; index < 20; index++) {
		server.files.write(`/${index}`, `${index}`);
		server.files.write(`/below/${index}`, `below ${index}`);
	}
	const events: TraceEvent[] = [];
	const onTrace = (event: TraceEvent): void => void events.push(event);
	const retry = { attempts: 5, backoff: options.backoff ?? 100 };
	const swimming = all.pool({ size: options.size ?? 2, retry, onTrace, pipelining: "off" });
	if (options.connect ?? true) await clock.until(swimming.connect());
	return {
		...all,
		swimming,
		events,
		async open(isOpen) {
			greeting[0] = isOpen ? "220 Ready" : "421 Closed for a while";
			if (isOpen) return;
			for (const session of server.sessions) session.connection.close();
			// Until it is noticed.
			await clock.advance(50);
		},
		refuseLogins() {
			isRefusing = true;
		},
		loseAt: (line) => void losing.add(line),
		asked: () => server.commands.filter((line) => line.startsWith("RETR ")).map((line) => line.slice(5)),
	};
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const names = Array.from({ length: 20 }, (_, index) => `${index}`);

test("a call that has lost its session comes before all that wait, and everything arrives", async () => {
	const { swimming: pool, loseAt, clock, asked, events } = await world({ size: 1 });
	loseAt("RETR 0");
	const contents = await clock.until(Promise.all(names.map((name) => pool.download(name))));
	expect(contents.map(text)).toEqual(names);
	const order = asked();
	// Others went on meanwhile; it did not go to the end of the line for that.
	expect(order.lastIndexOf("0")).toBeLessThan(6);
	expect(order.filter((name, index) => order.indexOf(name) === index)).toEqual(names);
	expect(order).toHaveLength(21);
	expect(events.filter(({ type }) => type === "retry")).toMatchObject([{ attempt: 2, delay: 100 }]);
});

test("a call that may not be tried again fails alone", async () => {
	const { swimming: pool, loseAt, clock, server } = await world();
	loseAt("SIZE 0");
	loseAt("DELE 5");
	const outcomes = Promise.allSettled([
		pool.size("0", { retry: false }),
		pool.remove("5"),
		...["1", "2"].map((name) => pool.download(name)),
	]);
	const [refused, removed, ...others] = await clock.until(outcomes);
	expect(refused).toMatchObject({ status: "rejected", reason: { name: "FTPNetworkError" } });
	expect(removed).toMatchObject({ reason: { message: expect.stringContaining("It was not tried again") } });
	expect(others.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
	expect(server.commands.filter((line) => line === "SIZE 0" || line === "DELE 5")).toHaveLength(2);
});

test("while no session can be had one call tries for all, and then all are served in their order", async () => {
	const { swimming: pool, open, clock, server, asked, events } = await world({ size: 3 });
	await open(false);
	const before = server.sessions.length;
	const done = Promise.all(names.map((name) => pool.download(name)));
	await clock.advance(500);
	// The first try as many as there may be, then one for each time that it is tried again.
	expect(server.sessions.length - before).toBeLessThan(3 + 5);
	expect(events.filter(({ type }) => type === "retry").length).toBeLessThan(5);
	expect(pool.sessions).toEqual({ open: 0, busy: 0, most: 1 });
	await open(true);
	expect((await clock.until(done)).map(text)).toEqual(names);
	expect(asked()).toEqual(names);
	expect(pool.sessions).toEqual({ open: 3, busy: 0, most: 3 });
	const sizes = events.flatMap((event) => (event.type === "pool" ? [event.sessions] : []));
	expect(sizes.slice(-4)).toEqual([0, 1, 2, 3]);
});

test("when it has tried often enough, all fail with what it has heard; whoever wants no retry, at once", async () => {
	const { swimming: pool, open, clock, server } = await world();
	await open(false);
	const before = server.sessions.length;
	const hasty = pool.size("0", { retry: false }).catch((error: unknown) => error);
	const done = Promise.allSettled(names.map((name) => pool.download(name)));
	await clock.advance(99);
	expect(await hasty).toMatchObject({ name: "FTPReplyError", code: 421 });
	const [first, ...others] = await clock.until(done);
	expect(first).toMatchObject({ reason: { code: 421, message: expect.stringContaining("Tried 5 times.") } });
	for (const other of others) expect(other).toEqual(first);
	expect(server.sessions.length - before).toBeLessThan(2 + 5);
	await open(true);
	expect(text(await clock.until(pool.download("3")))).toBe("3");
});

test("a password that is wrong by now is sent once, however many wait", async () => {
	const { swimming: pool, clock, server, refuseLogins } = await world({ size: 3 });
	refuseLogins();
	for (const session of server.sessions) session.connection.close();
	await clock.settle();
	const before = server.commands.length;
	const done = Promise.allSettled(names.map((name) => pool.download(name)));
	for (const outcome of await clock.until(done)) expect(outcome).toMatchObject({ reason: { name: "FTPReplyError", code: 530 } });
	expect(server.commands.slice(before).filter((line) => line.startsWith("PASS"))).toHaveLength(1);
});

test("whoever tries for all may be stopped: another one does it then", async () => {
	const { swimming: pool, open, clock } = await world();
	await open(false);
	const stop = new AbortController();
	const first = pool.download("0", { signal: stop.signal }).catch((error: unknown) => error);
	const second = pool.download("1");
	await clock.advance(90);
	await open(true);
	stop.abort("enough");
	expect(await first).toMatchObject({ name: "FTPAbortError", cause: "enough" });
	expect(text(await clock.until(second))).toBe("1");
});

test("close() ends every wait between two attempts, with its timer", async () => {
	// A timer of it that is left would be found when the test is over.
	const { swimming: pool, open, clock, loseAt, events } = await world({ backoff: 100_000 });
	loseAt("RETR 0");
	const lost = pool.download("0").catch((error: unknown) => error);
	await clock.advance(500);
	await open(false);
	const waiting = Promise.allSettled(["1", "2"].map((name) => pool.download(name)));
	await clock.advance(500);
	expect(events.filter(({ type }) => type === "retry")).toHaveLength(2);
	await clock.until(pool.close(), 5_000);
	expect(await lost).toBeInstanceOf(FTPAbortError);
	for (const outcome of await waiting) expect(outcome).toMatchObject({ reason: { name: "FTPAbortError" } });
});

test("connect() is tried again, for those as well that wait for it", async () => {
	const { swimming: pool, open, clock, server } = await world({ connect: false });
	await open(false);
	const connected = pool.connect();
	const done = Promise.all(["1", "2"].map((name) => pool.download(name)));
	await clock.advance(300);
	const tried = server.sessions.length;
	expect(tried).toBeGreaterThan(1);
	await open(true);
	await clock.until(connected);
	expect((await clock.until(done)).map(text)).toEqual(["1", "2"]);
	await clock.until(pool.close());
	await open(false);
	await expect(clock.until(pool.connect({ retry: false }))).rejects.toMatchObject({ code: 421 });
	const failed = Promise.allSettled([pool.connect(), pool.download("1")]);
	for (const outcome of await clock.until(failed)) expect(outcome).toMatchObject({ reason: { code: 421 } });
});

test("a change of directory that is lost is made again before anything that was behind it", async () => {
	const { swimming: pool, loseAt, clock } = await world();
	loseAt("CWD below");
	const before = pool.download("0");
	const moved = pool.cd("below");
	const behind = Promise.all(["1", "2", "3"].map((name) => pool.download(name)));
	await clock.until(moved);
	expect(text(await clock.until(before))).toBe("0");
	expect((await clock.until(behind)).map(text)).toEqual(["below 1", "below 2", "below 3"]);
});

test("a call from before a change of directory is made again where the pool was then", async () => {
	const { swimming: pool, loseAt, clock, server } = await world({ size: 2 });
	loseAt("RETR 0");
	const lost = pool.download("0");
	await clock.until(pool.cd("below"));
	expect(text(await clock.until(lost))).toBe("0");
	expect(text(await clock.until(pool.download("0")))).toBe("below 0");
	expect(server.activeSessions).toBeLessThan(3);
});
