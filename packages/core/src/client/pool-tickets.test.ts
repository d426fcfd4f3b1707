import { expect, test } from "vitest";
import type { TraceEvent } from "../protocol/effect.ts";
import { newProfile } from "../protocol/facts.ts";
import { MemoryConnection } from "../testing/memory-network-connection.ts";
import type { Answer, MemoryServerQuirks } from "../testing/server/options.ts";
import type { Connection } from "./dialer.ts";
import type { FTPClientOptions } from "./options.ts";
import type { FTPPool } from "./pool.ts";
import { type Fixture, fixture } from "./test-fixture.ts";

const names = Array.from({ length: 20 }, (_, index) => `${index}`);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

interface World extends Fixture {
	readonly swimming: FTPPool;
	readonly said: TraceEvent[];
	round(): Promise<void>;
}

/** A session of ProFTPD is a process of its own, which knows no tickets but those it has given. */
function ownTickets({ network, server }: Fixture): void {
	const host = network.host("ftp.test");
	const givers = new Map<string | undefined, Connection>();
	host.startTls = async (connection) => {
		if (!(connection instanceof MemoryConnection)) throw new Error("This is not a connection in memory");
		await connection.acceptTls(host.certificate, (hello) => {
			const session = `ticket ${givers.size}`;
			const giver = server.sessions.some((one) => one.connection === connection) ? undefined : givers.get(hello.session);
			givers.set(session, giver ?? connection);
			return { session, ...(giver && hello.session !== undefined && { resumed: hello.session }) };
		});
	};
	host.resumption = (data, control) => {
		const resumed = data instanceof MemoryConnection ? data.tls?.resumed : undefined;
		if (resumed === undefined) return "none";
		return givers.get(resumed) === control ? "control" : "other";
	};
}

/** A pool over TLS, on a runtime that resumes sessions by the server's name, with a server that demands that they are resumed. */
async function world(
	demands: MemoryServerQuirks["requireSessionReuse"] & string,
	client: FTPClientOptions = {},
	{
		resumeTls = "implicit",
		onCommand,
	}: { resumeTls?: "implicit" | "explicit"; onCommand?: (verb: string, args: string) => Answer } = {},
): Promise<World> {
	const all = await fixture({
		connect: false,
		server: { quirks: { requireSessionReuse: demands }, ...(onCommand && { onCommand }) },
		dialer: { capabilities: { resumeTls } },
		network: { latency: 5 },
	});
	if (demands === "proftpd") ownTickets(all);
	for (const name of names) all.server.files.write(`/${name}`, name);
	const said: TraceEvent[] = [];
	const onTrace = (event: TraceEvent): void => {
		if (event.type === "pool") said.push(event);
	};
	const swimming = all.pool({ size: 3, secure: true, ...client, onTrace });
	await all.clock.until(swimming.connect());
	const round = async (): Promise<void> => {
		const contents = await all.clock.until(Promise.all(names.map((name) => swimming.download(name))));
		expect(contents.map(text)).toEqual(names);
	};
	return { ...all, swimming, said, round };
}

test("where sessions take each other's TLS tickets there is one, and every call arrives on it", async () => {
	const { swimming: pool, said, round, server, clock } = await world("proftpd");
	await round();
	await clock.until(Promise.all(names.map((name) => pool.upload(`up${name}`, name))));
	expect(names.map((name) => server.files.text(`/up${name}`))).toEqual(names);
	expect(said).toMatchObject([{ type: "pool", sessions: 1, reason: expect.stringContaining("TLS tickets") }]);
	expect(pool.sessions).toEqual({ open: 1, busy: 0, most: 1 });
	expect(pool.profile.sharesTickets).toBe(true);
	const tried = server.sessions.length;
	await round();
	await clock.advance(120_000);
	await round();
	expect(server.sessions.length).toBe(tried);
	expect(server.activeSessions).toBe(1);
});

test("a stream on one of several sessions comes to its end first", async () => {
	const { swimming: pool, round, clock, server } = await world("proftpd");
	const stream = await clock.until(pool.downloadStream("0"));
	const done = round();
	await clock.advance(1_000);
	expect(await clock.until(new Response(stream).text())).toBe("0");
	await done;
	expect(server.activeSessions).toBe(1);
});

test("a pool that is told begins with one; without TLS, and where the runtime chooses what it resumes, it need not", async () => {
	const profile = { ...newProfile(), sharesTickets: true };
	const told = await world("proftpd", { profile });
	await told.round();
	expect(told.server.sessions.length).toBe(1);
	expect(told.said).toEqual([]);
	const plain = await world("proftpd", { profile, secure: false });
	await plain.round();
	expect(plain.server.activeSessions).toBe(3);
	const able = await world("proftpd", { profile }, { resumeTls: "explicit" });
	await able.round();
	expect(able.server.activeSessions).toBe(3);
	expect(able.said).toEqual([]);
});

test("a server that takes the ticket of any session keeps its sessions", async () => {
	const { round, server, said, swimming } = await world("vsftpd");
	await round();
	await round();
	expect(server.activeSessions).toBe(3);
	expect(said).toEqual([]);
	expect(swimming.profile.sharesTickets).toBe(false);
});

test("one ticket that is lost there costs a session, and no more", async () => {
	let refusals = 0;
	const onCommand = (verb: string, args: string): Answer => {
		// The first time, a fresh data connection is tried.
		if (verb !== "RETR" || args !== "5" || refusals++ > 1) return undefined;
		return ["522 SSL connection failed: session reuse required"];
	};
	const { swimming: pool, round, server, said } = await world("vsftpd", {}, { onCommand });
	await round();
	expect(server.sessions.length).toBe(4);
	expect(pool.sessions.most).toBe(3);
	expect(said).toEqual([]);
});

test.each([
	["vsftpd", "522 SSL connection failed: session reuse required"],
	["proftpd", "425 Unable to build data connection: Operation not permitted"],
] as const)("where none is ever resumed, %s, transfers fail with the reason, and the rest works", async (demands, refusal) => {
	const onCommand = (verb: string): Answer => (verb === "RETR" ? [refusal] : undefined);
	const { swimming: pool, clock, server } = await world(demands, {}, { onCommand });
	const outcomes = Promise.allSettled(names.map((name) => pool.download(name)));
	for (const outcome of await clock.until(outcomes))
		expect(outcome).toMatchObject({ reason: { name: "FTPTLSError", code: "SESSION_NOT_RESUMED" } });
	expect(await clock.until(pool.size("5"))).toBe(1);
	// It is found out with a few sessions, and not with some for each call.
	expect(server.sessions.length).toBeLessThan(12);
	const stop = new AbortController();
	const stopped = pool.download("1", { signal: stop.signal });
	stop.abort();
	await expect(clock.until(stopped)).rejects.toMatchObject({ name: "FTPAbortError" });
});
