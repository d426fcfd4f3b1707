import { describe, expect, test } from "vitest";
import { MemoryFiles } from "../testing/memory-files.ts";
import type { Answer } from "../testing/server/options.ts";
import type { ServerSession } from "../testing/server/session.ts";
import { type Fixture, type FixtureOptions, fixture } from "./test-fixture.ts";

/** Half a round trip, in milliseconds. */
const ONE_WAY = 50;

function files(): MemoryFiles {
	const files = new MemoryFiles();
	for (const name of ["a", "b", "c"]) files.write(`/${name}`, new TextEncoder().encode(name));
	return files;
}

/** How many round trips something takes, on a line where every packet takes its time; a dial in memory takes half of one. */
async function roundTrips({ clock }: Fixture, work: () => Promise<unknown>): Promise<number> {
	const start = clock.now();
	const done = work().then(() => clock.now());
	let isOver = false;
	done.then(
		() => {
			isOver = true;
		},
		() => {
			isOver = true;
		},
	);
	for (let steps = 0; !isOver && steps < 2000; steps++) await clock.advance(ONE_WAY / 5);
	return ((await done) - start) / (2 * ONE_WAY);
}

async function slow(options: FixtureOptions = {}): Promise<Fixture> {
	return await fixture({
		...options,
		server: { files: files(), ...options.server },
		network: { latency: ONE_WAY },
		connect: false,
	});
}

describe("round trips", () => {
	test("connection, greeting and one burst", async () => {
		const set = await slow();
		expect(await roundTrips(set, () => set.client.connect())).toBe(2.5);
	});

	test("one command at a time, if wanted", async () => {
		const set = await slow({ client: { pipelining: "off" } });
		// TCP, greeting, USER, PASS, FEAT, OPTS, TYPE.
		expect(await roundTrips(set, () => set.client.connect())).toBe(6.5);
	});

	test("eager: the greeting costs nothing", async () => {
		const set = await slow({ client: { pipelining: "eager" } });
		expect(await roundTrips(set, () => set.client.connect())).toBeLessThan(2.5);
	});

	test("a download that waits already: EPSV travels with the login", async () => {
		const set = await slow();
		const both = (): Promise<unknown> => Promise.all([set.client.connect(), set.client.download("/a")]);
		// Burst 3, data connection 1, RETR 1; the server's 226 comes with the data.
		expect(await roundTrips(set, both)).toBeLessThanOrEqual(5.5);
	});

	test("each further download three, queued or in a loop", async () => {
		const set = await slow();
		await roundTrips(set, () => Promise.all([set.client.connect(), set.client.download("/a")]));
		const queued = await roundTrips(set, () => Promise.all(["a", "b", "c", "a"].map((name) => set.client.download(`/${name}`))));
		// The first has nothing in front of it that could have opened its connection.
		expect(queued).toBeLessThanOrEqual(1 + 3 * 4);
		const loop = await roundTrips(set, async () => {
			for (const name of ["a", "b", "c"]) await set.client.download(`/${name}`);
		});
		expect(loop).toBeLessThanOrEqual(3 * 3);
	});

	test("one, if its connection was opened while nothing else happened", async () => {
		const set = await slow();
		await roundTrips(set, () => set.client.connect());
		await roundTrips(set, () => Promise.all([set.client.download("/a"), set.client.download("/b")]));
		await set.clock.advance(1000);
		expect(await roundTrips(set, () => set.client.download("/c"))).toBeLessThanOrEqual(2);
	});

	test("behind a command that moves no file: its connection is opened meanwhile", async () => {
		const set = await slow();
		await roundTrips(set, () => set.client.connect());
		const both = await roundTrips(set, () => Promise.all([set.client.size("/a"), set.client.download("/b")]));
		// SIZE and EPSV together, data connection, RETR.
		expect(both).toBeLessThanOrEqual(4);
	});
});

describe("a server that does not stand bursts", () => {
	test("is given one command at a time, on a new connection, and remembered", async () => {
		let logins = 0;
		const server = {
			onCommand(command: string): Answer {
				if (command === "USER") logins += 1;
				// In the first session everything behind USER is lost.
				return logins === 1 && command !== "USER" ? new Uint8Array(0) : undefined;
			},
		};
		const { client, clock, network } = await fixture({ server, connect: false });
		const connected = client.connect();
		await clock.advance(15_000);
		await connected;
		expect(logins).toBe(2);
		expect(network.dials).toHaveLength(2);
		await client.close();
		await client.connect();
		expect(logins).toBe(3);
	});

	test("a failure that has nothing to do with it is not repeated for ever, and not remembered", async () => {
		let logins = 0;
		const server = {
			onCommand(command: string): Answer {
				if (command === "USER") logins += 1;
				return logins <= 2 ? new Uint8Array(0) : undefined;
			},
		};
		const { client, clock } = await fixture({ server, connect: false });
		const failed = expect(client.connect()).rejects.toMatchObject({ code: "REPLY_TIMEOUT" });
		await clock.advance(15_000);
		await clock.advance(60_000);
		await failed;
		expect(logins).toBe(2);
	});

	test("a wrong password is said once", async () => {
		const { client, server } = await fixture({ client: { pass: "wrong" }, connect: false });
		await expect(client.connect()).rejects.toMatchObject({ code: 530 });
		expect(server.commands.filter((command) => command.startsWith("PASS"))).toHaveLength(1);
	});

	test("a refusal in words is none of that: the password is not said again", async () => {
		const onCommand = (command: string): Answer => (command === "PASS" ? ["421 Too many users"] : undefined);
		const { client, server, network } = await fixture({ server: { onCommand }, connect: false });
		await expect(client.connect()).rejects.toMatchObject({ code: 421 });
		expect(server.commands.filter((command) => command.startsWith("PASS"))).toHaveLength(1);
		expect(network.dials).toHaveLength(1);
	});

	test("nor is the end of the time that the caller has given", async () => {
		const onCommand = (command: string): Answer => (command === "PASS" ? new Uint8Array(0) : undefined);
		const { client, clock, network } = await fixture({
			server: { onCommand },
			client: { timeouts: { total: 5_000 } },
			connect: false,
		});
		const failed = expect(client.connect()).rejects.toMatchObject({ code: "TOTAL_TIMEOUT" });
		await clock.advance(5_000);
		await failed;
		expect(network.dials).toHaveLength(1);
	});

	test("where bursts have worked, one that was lost is repeated, but not blamed", async () => {
		let logins = 0;
		const onCommand = (command: string, _: string, session: ServerSession): Answer => {
			if (command === "USER") logins += 1;
			if (command === "PASS" && logins === 2) session.connection.close();
			return undefined;
		};
		const { client, server, network } = await fixture({ server: { onCommand } });
		await client.close();
		await client.connect();
		expect(network.dials).toHaveLength(3);
		await client.close();
		const before = server.commands.length;
		await client.connect();
		expect(server.commands.slice(before)).toHaveLength(5);
		await expect(client.pwd()).resolves.toBe("/");
		expect(network.dials).toHaveLength(4);
	});

	test("stopped or closed in the second attempt, nothing stays open and nothing is believed", async () => {
		for (const end of ["stop", "close"]) {
			const onCommand = (command: string): Answer => (command === "PASS" ? new Uint8Array(0) : undefined);
			const { client, clock, network } = await fixture({ server: { onCommand }, connect: false });
			const stop = new AbortController();
			const failed = expect(client.connect({ signal: stop.signal })).rejects.toMatchObject({ name: "FTPAbortError" });
			await clock.advance(16_000);
			expect(network.dials).toHaveLength(2);
			if (end === "stop") stop.abort();
			else await client.close();
			await failed;
			expect(network.open.dialled).toBe(0);
			const again = expect(client.connect()).rejects.toMatchObject({ code: "REPLY_TIMEOUT" });
			await clock.advance(1);
			// A burst again.
			expect(network.dials).toHaveLength(3);
			await clock.advance(80_000);
			await again;
			expect(network.dials).toHaveLength(4);
		}
	});
});
