import { expect, test } from "vitest";
import { FTPClient } from "./client.ts";
import { hangUp, outcome, retry, retrying, spoilt } from "./retry-fixture.ts";
import { fixture } from "./test-fixture.ts";

const LOGINS = [
	[{}, ["USER", "PASS", "FEAT", "OPTS"]],
	[{ pipelining: "off" }, ["USER", "PASS", "FEAT", "OPTS"]],
	[{ secure: true }, ["AUTH", "USER", "PASS", "PBSZ", "PROT"]],
	[{ secure: true, pipelining: "off" }, ["AUTH", "USER", "PASS", "PBSZ", "PROT"]],
	[{ secure: "implicit", pipelining: "off" }, ["USER", "PASS", "PBSZ", "PROT"]],
] as const;
const steps = LOGINS.flatMap(([client, verbs]) => verbs.map((verb) => [client, verb] as const));

test.each(steps)("login %j: when the server hangs up at %s, twice, it is connected to again", async (client, verb) => {
	const onCommand = spoilt(verb, 2, hangUp);
	const fixed = await retrying({ client, connect: false, server: { onCommand } });
	await fixed.clock.until(fixed.client.connect());
	expect(fixed.client.closed).toBe(false);
	expect(fixed.client.secured).toBe("secure" in client);
	expect(fixed.server.sessions).toHaveLength(3);
	expect(await fixed.client.pwd()).toBe("/");
});

test("a server that sends away at first, or is not there yet, is waited for", async () => {
	const greeting = ["421 Too many connections"];
	const onTrace = (): void => {
		if (fixed.retried.length === 2) greeting[0] = "220 Ready";
	};
	const fixed = await retrying({ connect: false, server: { greeting }, client: { onTrace } });
	await fixed.clock.until(fixed.client.connect());
	expect(fixed.retried).toEqual([
		{ type: "retry", attempt: 2, delay: 1000, reason: expect.stringContaining("421 Too many connections") },
		{ type: "retry", attempt: 3, delay: 1000, reason: expect.stringContaining("421 Too many connections") },
	]);

	const { network, clock, server } = fixed;
	const late = new FTPClient("late.test", { dialer: network.dialer(), clock, retry, user: "bob", pass: "hunter2" });
	fixed.alsoClose(late);
	const connecting = late.connect();
	await clock.advance(500);
	const running = await server.listenOn(network.host("late.test"), 21);
	await clock.until(connecting);
	expect(network.dials.filter(({ host }) => host === "late.test")).toHaveLength(2);
	await Promise.all([running.close(), clock.advance(5_000)]);
});

test.each([
	["the control connection", true, 2, 3, "The other side has closed the connection"],
	["a data connection", false, 3, 1, "The TLS handshake failed: it was broken off"],
] as const)("TLS that is cut on %s is tried again", async (_, isControl, cuts, sessions, why) => {
	const fixed = await retrying({ connect: false, client: { secure: true } });
	const { client, clock, server } = fixed;
	const host = fixed.network.host("ftp.test");
	const startTls = host.startTls.bind(host);
	let left = cuts;
	host.startTls = async (connection) => {
		if (server.sessions.some((session) => session.connection === connection) === isControl && left-- > 0) connection.close();
		await startTls(connection);
	};
	await clock.until(client.connect());
	expect(await clock.until(client.list())).toEqual([]);
	expect(left).toBeLessThanOrEqual(0);
	expect(server.sessions).toHaveLength(sessions);
	expect(fixed.retried.length).toBeGreaterThan(0);
	for (const { reason } of fixed.retried) expect(reason).toBe(why);
});

test("a certificate that is not accepted is looked at once", async () => {
	const fixed = await retrying({ connect: false, client: { secure: true } });
	fixed.network.host("ftp.test").certificate = { names: ["ftp.test"], trusted: false };
	expect(await outcome(fixed.clock.until(fixed.client.connect()))).toMatchObject({
		name: "FTPTLSError",
		code: "HANDSHAKE_FAILED",
	});
	expect(fixed.server.sessions).toHaveLength(1);
	expect(fixed.retried).toEqual([]);
});

test("too many sessions are tried again; a wrong password is sent once", async () => {
	const onCommand = spoilt("PASS", 1, () => [
		"530 Sorry, the maximum number of clients (2) for this user are already connected.",
	]);
	const full = await retrying({ connect: false, server: { onCommand } });
	await full.clock.until(full.client.connect());
	expect(full.count("PASS")).toBe(2);
	const wrong = await retrying({ connect: false, client: { pass: "wrong" } });
	expect(await outcome(wrong.clock.until(wrong.client.connect()))).toMatchObject({ name: "FTPReplyError", code: 530 });
	expect(wrong.count("PASS")).toBe(1);
	expect(wrong.retried).toEqual([]);
});

test("a connect() that never succeeds says how often it was tried, and opens nothing later", async () => {
	const onCommand = spoilt("USER", 99, hangUp);
	const { client, clock, server } = await retrying({ connect: false, server: { onCommand }, client: { pipelining: "off" } });
	expect(await outcome(clock.until(client.connect()))).toMatchObject({
		name: "FTPNetworkError",
		code: "CONNECTION_LOST",
		message: expect.stringMatching(/\. Tried 3 times\.$/),
	});
	expect(server.sessions).toHaveLength(3);
	expect(await outcome(client.pwd())).toMatchObject({ name: "FTPNetworkError", code: "CONNECTION_LOST" });
	expect(server.sessions).toHaveLength(3);
});

test("connect() has its own wish", async () => {
	const onCommand = spoilt("USER", 1, hangUp);
	const { client, clock, server } = await retrying({
		connect: false,
		server: { onCommand },
		client: { pipelining: "off", retry: undefined },
	});
	await clock.until(client.connect({ retry }));
	expect(server.sessions).toHaveLength(2);
});

test("a session that was lost while it was idle has a successor in the same directory, at once", async () => {
	const fixed = await retrying({ client: { secure: true } });
	fixed.server.files.mkdir("/in/side", { recursive: true });
	await fixed.client.cd("in");
	await fixed.client.cd("side");
	await fixed.client.cdup();
	await fixed.restart();
	expect(fixed.client.closed).toBe(true);
	const before = fixed.clock.now();
	expect(await fixed.client.pwd()).toBe("/in");
	expect(fixed.clock.now()).toBe(before);
	expect(fixed.client.secured).toBe(true);
	expect(fixed.sent().slice(-4)).toEqual(["CWD in", "CWD side", "CDUP", "PWD"]);
	expect(fixed.retried).toEqual([{ type: "retry", attempt: 1, delay: 0, reason: expect.any(String) }]);
	expect(fixed.retried[0]?.reason).toBe("The TLS connection ended without close_notify");
});

test("a new session that is lost on its way is replaced by one more, which goes the whole way", async () => {
	let onCommand: ReturnType<typeof spoilt> = () => undefined;
	const fixed = await retrying({ server: { onCommand: (...command) => onCommand(...command) } });
	fixed.server.files.mkdir("/in/side", { recursive: true });
	await fixed.client.cd("in/side");
	await fixed.client.cdup();
	await fixed.restart();
	onCommand = spoilt("CDUP", 1, hangUp);
	expect(await fixed.clock.until(fixed.client.pwd())).toBe("/in");
	expect(fixed.count("CDUP")).toBe(3);
	expect(fixed.retried.map(({ attempt }) => attempt)).toEqual([1, 2]);
});

test("without retry a lost session stays lost", async () => {
	const fixed = await retrying({ client: { retry: false } });
	await fixed.restart();
	expect(await outcome(fixed.client.pwd())).toMatchObject({ name: "FTPNetworkError", code: "CONNECTION_LOST" });
	expect(fixed.server.sessions).toHaveLength(1);
	expect(await fixed.client.pwd({ retry: true })).toBe("/");
	expect(fixed.server.sessions).toHaveLength(2);
});

test("what the caller has closed, or never opened, is not opened for him", async () => {
	const fixed = await retrying({ connect: false });
	expect(await outcome(fixed.client.pwd())).toMatchObject({ name: "FTPUsageError", code: "NOT_CONNECTED" });
	await fixed.client.connect();
	await fixed.restart();
	await fixed.client.close();
	expect(await outcome(fixed.client.pwd())).toMatchObject({ name: "FTPUsageError", code: "NOT_CONNECTED" });
	expect(fixed.server.sessions).toHaveLength(1);
});

test("where nobody knows the way to the directory, connect() is asked for, and nothing is sent", async () => {
	const fixed = await retrying();
	for (let step = 0; step < 101; step += 1) await fixed.client.cd(".");
	await fixed.restart();
	for (const _ of [1, 2]) {
		expect(await outcome(fixed.client.list())).toMatchObject({
			name: "FTPNetworkError",
			message: "The session was lost, and nobody knows the way to its directory. It was not tried again: only connect() helps.",
		});
	}
	expect(fixed.server.sessions).toHaveLength(1);
	await fixed.client.connect();
	expect(await fixed.client.list()).toEqual([]);
});

test("where the directory is gone, nothing is done elsewhere, and the refusal is not taken for the call's own", async () => {
	const fixed = await retrying();
	fixed.server.files.mkdir("/in");
	await fixed.client.cd("in");
	fixed.server.files.rmdir("/in");
	await fixed.restart();
	for (const _ of [1, 2]) {
		expect(await outcome(fixed.client.exists("f"))).toMatchObject({
			name: "FTPNetworkError",
			message: expect.stringMatching(/a new one cannot go to its directory: CWD in was refused: 550 .*only connect\(\) helps\.$/),
			cause: { name: "FTPReplyError", code: 550 },
		});
	}
	expect(fixed.client.closed).toBe(true);
	expect(fixed.sent().at(-1)).toBe("CWD in");
	fixed.server.files.mkdir("/in");
	expect(await fixed.client.pwd()).toBe("/in");
});

test("a call that was stopped while it opened a session stops no other one", async () => {
	let isSilent = false;
	const { clock, network, server, client } = await fixture({
		client: { retry: true },
		server: { onCommand: (verb) => (isSilent && verb === "USER" ? [] : undefined) },
	});
	for (const { connection } of server.sessions) network.host("ftp.test").reset(connection);
	await clock.advance(10);
	isSilent = true;
	const stop = new AbortController();
	const stopped = expect(client.size("/x", { signal: stop.signal })).rejects.toMatchObject({ name: "FTPAbortError" });
	await clock.advance(10);
	stop.abort();
	await stopped;
	await expect(client.size("/x", { retry: false })).rejects.toMatchObject({ name: "FTPNetworkError", code: "CONNECTION_LOST" });
});
