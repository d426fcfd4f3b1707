import { describe, expect, test } from "vitest";
import { FTPAbortError, FTPReplyError } from "../errors/index.ts";
import { fixture, pattern } from "./test-fixture.ts";

const MINUTE = 60_000;

/** A server that ends sessions which are silent for a minute. */
const impatient = { timeouts: { idle: MINUTE } };

/** A server that takes its time with NOOP. */
function slow(): { readonly onCommand: (command: string) => Promise<undefined> | undefined; readonly answer: () => void } {
	let answer = (): void => {};
	const turn = new Promise<undefined>((resolve) => {
		answer = (): void => resolve(undefined);
	});
	return { onCommand: (command) => (command === "NOOP" ? turn : undefined), answer: () => answer() };
}

describe("a client with nothing to do", () => {
	test("is not forgotten by a server that ends idle sessions, and is without it", async () => {
		const { client, clock, sent } = await fixture({ server: impatient, client: { keepAlive: true } });
		await clock.advance(10 * MINUTE);
		expect(client.closed).toBe(false);
		expect(sent()).toEqual(Array.from({ length: 20 }, () => "NOOP"));
		expect(await client.pwd()).toBe("/");

		const other = await fixture({ server: impatient });
		await other.clock.advance(2 * MINUTE);
		expect(other.client.closed).toBe(true);
	});

	test.each([
		[20_000, 3],
		[{ idle: 10_000 }, 6],
		[{ transfers: 10_000 }, 2],
		[{ idle: false as const }, 0],
		[false, 0],
	])("speaks as often as keepAlive: %j says", async (keepAlive, times) => {
		const { clock, sent } = await fixture({ client: { keepAlive } });
		await clock.advance(MINUTE);
		expect(sent()).toHaveLength(times);
	});

	test("has whoever calls in the meantime wait for the answer", async () => {
		const { onCommand, answer } = slow();
		const { client, clock, sent } = await fixture({ server: { onCommand }, client: { keepAlive: true } });
		await clock.advance(MINUTE / 2);
		const path = client.pwd();
		await clock.settle();
		expect(sent()).toEqual(["NOOP"]);
		answer();
		expect(await path).toBe("/");
		expect(sent()).toEqual(["NOOP", "PWD"]);
	});

	test("lets a caller stop waiting for the answer, who then has not been served", async () => {
		const { onCommand, answer } = slow();
		const { client, clock, sent } = await fixture({ server: { onCommand }, client: { keepAlive: true } });
		await clock.advance(MINUTE / 2);
		const stopping = new AbortController();
		const stopped = expect(client.remove("f", { signal: stopping.signal })).rejects.toThrow(FTPAbortError);
		await clock.settle();
		stopping.abort();
		await stopped;
		answer();
		expect(await client.pwd()).toBe("/");
		expect(sent()).toEqual(["NOOP", "PWD"]);
	});

	test("learns that the session is lost from the answer, and says why to the next caller", async () => {
		const onCommand = (command: string): string[] | undefined => (command === "NOOP" ? ["421 going down"] : undefined);
		const { client, clock } = await fixture({ server: { onCommand }, client: { keepAlive: true } });
		await clock.advance(MINUTE / 2);
		expect([client.closed, clock.pending]).toEqual([true, 0]);
		await expect(client.pwd()).rejects.toThrow(expect.objectContaining({ name: FTPReplyError.name, code: 421 }));
	});

	test("tells a caller who waits that the session was lost under him", async () => {
		const onCommand = (command: string): string[] | undefined => (command === "NOOP" ? [] : undefined);
		const { client, clock } = await fixture({ server: { onCommand }, client: { keepAlive: true, timeouts: { reply: 5_000 } } });
		await clock.advance(MINUTE / 2);
		const lost = expect(client.pwd()).rejects.toThrow(/lost.*NOOP/);
		await clock.advance(5_000);
		await lost;
		expect(clock.pending).toBe(0);
	});

	test("leaves no timer behind when it is closed, even in the middle of it", async () => {
		const { onCommand, answer } = slow();
		const { client, clock, server } = await fixture({ server: { onCommand }, client: { keepAlive: true } });
		await clock.advance(MINUTE / 2);
		await client.close();
		answer();
		await clock.settle();
		const { length } = server.commands;
		await clock.advance(10 * MINUTE);
		expect([client.closed, server.commands.length]).toEqual([true, length]);
	});

	test("remembers in the profile that the server does not know NOOP, for the next client too", async () => {
		const quirks = { without: ["NOOP"] };
		const { client, clock, another, sent } = await fixture({ server: { quirks }, client: { keepAlive: true } });
		await clock.advance(MINUTE);
		expect(sent()).toEqual(["NOOP", "PWD"]);
		const profile = JSON.parse(JSON.stringify(client.profile));
		expect(profile).toMatchObject({ refusesNOOP: true });
		await client.close();
		const next = another({ profile });
		await next.connect();
		const before = sent().length;
		await clock.advance(MINUTE / 2);
		expect(sent().slice(before)).toEqual(["PWD"]);
	});
});

test("each session of a pool is kept alive", async () => {
	const { pool, clock, client, sent } = await fixture({ server: impatient, connect: false });
	const many = pool({ keepAlive: true, size: 2 });
	await client.connect();
	await client.close();
	await many.connect();
	await Promise.all([many.upload("a", "a"), many.upload("b", "b")]);
	const before = sent().length;
	await clock.advance(MINUTE / 2);
	expect(sent().slice(before)).toEqual(["NOOP", "NOOP"]);
});

test("an upload whose source takes its time outlives the server's patience", async () => {
	const { client, clock, server, sent } = await fixture({ client: { keepAlive: { transfers: 20_000 } } });
	async function* source(): AsyncGenerator<Uint8Array> {
		for (let part = 0; part < 4; part += 1) {
			yield pattern(10);
			await new Promise<void>((resolve) => clock.after(50_000, resolve));
		}
	}
	const upload = client.upload("f", source());
	await clock.advance(200_000);
	expect(await upload).toMatchObject({ bytes: 40 });
	expect(sent().filter((line) => line === "NOOP").length).toBeGreaterThan(0);
	expect(server.files.read("/f")).toHaveLength(40);
	expect(await client.pwd()).toBe("/");
});
