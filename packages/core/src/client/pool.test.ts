import { describe, expect, test } from "vitest";
import { FTPAbortError, FTPNetworkError, FTPReplyError, FTPUsageError } from "../errors/index.ts";
import { type Fixture, type FixtureOptions, fixture, pattern, readAll } from "./test-fixture.ts";

const poolFixture = (options: FixtureOptions = {}): Promise<Fixture> => fixture({ ...options, connect: false });

/** `/0`, `/1`, ... each with its own name in it. */
function putFiles({ server }: Fixture, count: number): string[] {
	const names = Array.from({ length: count }, (_, index) => String(index));
	for (const name of names) server.files.write(`/${name}`, name);
	return names;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe.each([{}, { secure: true }])("a pool, %j", (client) => {
	test("opens sessions while calls wait, up to its size, and gives everybody his own", async () => {
		const all = await poolFixture({ client });
		const names = putFiles(all, 40);
		const pool = all.pool({ size: 3 });
		await pool.connect();
		expect(all.server.activeSessions).toBe(1);
		const contents = await Promise.all(names.map((name) => pool.download(name)));
		expect(contents.map(text)).toEqual(names);
		expect(all.server.sessions.length).toBe(3);
		expect(pool.secured).toBe(client.secure ?? false);
		await Promise.all(names.map((name) => pool.upload(`up${name}`, name)));
		expect(names.map((name) => all.server.files.text(`/up${name}`))).toEqual(names);
		expect(all.server.sessions.length).toBe(3);
	});
});

test("one call after the other needs one session", async () => {
	const all = await poolFixture();
	const pool = all.pool();
	await pool.connect();
	for (const name of putFiles(all, 5)) expect(text(await pool.download(name))).toBe(name);
	expect((await pool.list()).length).toBe(5);
	expect(all.server.sessions.length).toBe(1);
	expect(pool.greeting?.code).toBe(220);
	expect(pool.features.has("MLST")).toBe(true);
});

test("calls begin in the order they came, those that wait for connect() too", async () => {
	const all = await poolFixture();
	const names = putFiles(all, 12);
	const pool = all.pool({ size: 2 });
	const connected = pool.connect();
	const downloads = Promise.all(names.map((name) => pool.download(name)));
	await connected;
	await downloads;
	const asked = all.server.commands.filter((line) => line.startsWith("RETR ")).map((line) => line.slice(5));
	expect(asked).toEqual(names);
});

test("wrong credentials show at connect(), are sent once, and end the calls that wait", async () => {
	const all = await poolFixture();
	const pool = all.pool({ pass: "wrong" });
	const calls = await Promise.allSettled([pool.connect(), pool.list(), pool.size("a"), pool.size("b")]);
	for (const call of calls) expect(call).toMatchObject({ reason: { name: "FTPReplyError", code: 530 } });
	expect(all.server.commands.filter((line) => line.startsWith("PASS"))).toHaveLength(1);
	expect(pool.closed).toBe(true);
	await expect(pool.list()).rejects.toMatchObject({ name: "FTPUsageError", code: "NOT_CONNECTED" });
});

test("sessions are opened together, as far as the login, which waits for the first", async () => {
	const latency = 100;
	const all = await poolFixture({ network: { latency } });
	const names = putFiles(all, 6);
	const pool = all.pool({ size: 3 });
	const connected = pool.connect();
	const downloads = Promise.all(names.map((name) => pool.download(name)));
	const logins = (): string[] => all.server.commands.filter((line) => line.startsWith("USER"));
	// The dial, the greeting, and the first login on its way.
	for (let step = 0; logins().length === 0 && step < 100; step++) await all.clock.advance(latency / 10);
	expect(all.server.activeSessions).toBe(3);
	expect(logins()).toHaveLength(1);
	await all.clock.until(connected);
	expect((await all.clock.until(downloads)).map(text)).toEqual(names);
	expect(logins()).toHaveLength(3);
});

test("one that is refused while the first logs in does not end the pool", async () => {
	const all = await poolFixture({ server: { maxSessions: 1 }, network: { latency: 100 } });
	const names = putFiles(all, 4);
	const pool = all.pool({ size: 3 });
	const done = Promise.all([pool.connect(), ...names.map((name) => pool.download(name))]);
	expect((await all.clock.until(done)).slice(1)).toHaveLength(4);
});

test.each([
	["421 to the greeting", { maxSessions: 2 }],
	["530 to the password", { onCommand: refusingLogins(2) }],
])("a server that refuses more sessions with %s serves all calls with those there are", async (_, server) => {
	const all = await poolFixture({ server });
	const names = putFiles(all, 20);
	const pool = all.pool({ size: 6, idleTimeout: Number.POSITIVE_INFINITY });
	await pool.connect();
	const round = async (): Promise<void> => {
		expect((await Promise.all(names.map((name) => pool.download(name)))).map(text)).toEqual(names);
	};
	await round();
	const tried = all.server.sessions.length;
	expect(tried).toBe(6);
	expect(all.server.activeSessions).toBe(2);
	await round();
	expect(all.server.sessions.length).toBe(tried);
	await all.clock.advance(60_000);
	await round();
	// One more shows as much as four.
	expect(all.server.sessions.length).toBe(tried + 1);
	expect(all.server.activeSessions).toBe(2);
});

/** Lets so many log in, and nobody else. */
function refusingLogins(most: number): (command: string) => string[] | undefined {
	let logins = 0;
	return (command) => {
		if (command !== "PASS") return undefined;
		logins += 1;
		return logins > most ? ["530 Too many users"] : undefined;
	};
}

test("a lost session fails the call on it, and is replaced at the next", async () => {
	const all = await poolFixture();
	const names = putFiles(all, 8);
	all.server.files.write("/big", pattern(3_000_000));
	const pool = all.pool({ size: 2 });
	await pool.connect();
	const stream = await pool.downloadStream("big");
	const [busy] = all.server.sessions;
	await Promise.all(names.map((name) => pool.download(name)));
	expect(all.server.sessions.length).toBe(2);
	busy?.connection.close();
	await expect(readAll(stream)).rejects.toBeInstanceOf(Error);
	for (const round of [1, 2]) {
		expect((await Promise.all(names.map((name) => pool.download(name)))).map(text)).toEqual(names);
		expect(all.server.activeSessions).toBe(2);
		expect(all.server.sessions.length).toBe(1 + 2 * round);
		for (const session of all.server.sessions) session.connection.close();
		await all.clock.settle();
	}
	expect(pool.closed).toBe(false);
	expect(text(await pool.download("7"))).toBe("7");
});

test("when no session can be had any more, every call fails with the reason", async () => {
	const greeting = ["220 Ready"];
	const all = await poolFixture({ server: { greeting } });
	const pool = all.pool({ size: 3 });
	await pool.connect();
	for (const session of all.server.sessions) session.connection.close();
	await all.clock.settle();
	greeting[0] = "421 Closed for today";
	const calls = await Promise.allSettled(Array.from({ length: 10 }, () => pool.list()));
	for (const call of calls) expect(call).toMatchObject({ reason: { name: "FTPReplyError", code: 421 } });
	// As many as the pool may have were tried, at the same time, and no call caused more.
	expect(all.server.sessions.length).toBe(1 + 3);
	greeting[0] = "220 Open again";
	expect(await pool.list()).toEqual([]);
});

test("a call can be stopped while it waits, before that, and while it runs", async () => {
	const all = await poolFixture();
	all.server.files.write("/big", pattern(3_000_000));
	const pool = all.pool({ size: 1 });
	await pool.connect();
	const stream = await pool.downloadStream("big");
	const stop = new AbortController();
	const stopped = pool.size("big", { signal: stop.signal });
	const next = pool.size("big");
	stop.abort("enough");
	await expect(stopped).rejects.toMatchObject({ name: "FTPAbortError", cause: "enough" });
	await expect(pool.list("", { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(FTPAbortError);
	await stream.cancel();
	expect(await all.clock.until(next)).toBe(3_000_000);
	const stopLater = new AbortController();
	const running = pool.download("big", { signal: stopLater.signal, onProgress: () => stopLater.abort() });
	await expect(running).rejects.toBeInstanceOf(FTPAbortError);
	expect(await all.clock.until(pool.size("big"))).toBe(3_000_000);
});

test("a stream that nobody reads gives way when a call has waited for long", async () => {
	const all = await poolFixture();
	all.server.files.write("/big", pattern(3_000_000));
	const pool = all.pool({ size: 2 });
	await pool.connect();
	const streams = [await pool.downloadStream("big"), await pool.downloadStream("big")];
	const waiting = pool.size("big");
	expect(await all.clock.until(waiting)).toBe(3_000_000);
	for (const stream of streams) await stream.cancel().catch(() => undefined);
});

test("close() ends the sessions, those being opened too, and sends away who waits", async () => {
	const all = await poolFixture();
	all.server.files.write("/big", pattern(3_000_000));
	const pool = all.pool({ size: 3 });
	await pool.connect();
	const calls = Promise.allSettled(Array.from({ length: 6 }, () => pool.download("big")));
	await all.clock.until(Promise.all([pool.close(), pool.close()]));
	for (const call of await calls) expect(call).toMatchObject({ reason: { name: "FTPAbortError" } });
	expect(pool.closed).toBe(true);
	expect(pool.secured).toBe(false);
	await all.clock.settle();
	expect(all.server.activeSessions).toBe(0);
	await expect(pool.list()).rejects.toMatchObject({ code: "NOT_CONNECTED" });
	await pool.connect();
	expect(pool.closed).toBe(false);
	expect((await pool.list()).length).toBe(1);
});

test("connect() stopped, overtaken by close(), and called twice", async () => {
	const all = await poolFixture();
	const pool = all.pool();
	await expect(pool.list()).rejects.toBeInstanceOf(FTPUsageError);
	await pool.close();
	await expect(pool.connect({ signal: AbortSignal.abort() })).rejects.toBeInstanceOf(FTPAbortError);
	const overtaken = pool.connect();
	const closed = pool.close();
	const again = pool.connect();
	await expect(overtaken).rejects.toBeInstanceOf(FTPAbortError);
	await closed;
	await again;
	await expect(pool.connect()).rejects.toMatchObject({ name: "FTPUsageError", code: "ALREADY_CONNECTED" });
	expect(pool.closed).toBe(false);
	expect(await pool.pwd()).toBe("/");
});

test("a server that is not there", async () => {
	const all = await poolFixture();
	const pool = all.pool({ port: 2121 });
	await expect(pool.connect()).rejects.toBeInstanceOf(FTPNetworkError);
	expect(pool.closed).toBe(true);
});

test("sizes that cannot be", async () => {
	const all = await poolFixture();
	for (const size of [0, -1, 1.5, Number.NaN, "4" as unknown as number]) expect(() => all.pool({ size })).toThrow(FTPUsageError);
});

test("refused calls fail alone", async () => {
	const all = await poolFixture();
	const pool = all.pool();
	await pool.connect();
	putFiles(all, 1);
	const outcomes = await Promise.allSettled(["0", "none", "0", "none"].map((name) => pool.download(name)));
	expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected"]);
	await expect(pool.download("none")).rejects.toBeInstanceOf(FTPReplyError);
});
