import { describe, expect, test } from "vitest";
import type { AllowConnect } from "../client/may-connect.ts";
import type { FTPClientOptions } from "../client/options.ts";
import { type Fixture, fixture } from "../client/test-fixture.ts";

const refused = { name: "FTPUsageError", code: "CONNECT_NOT_ALLOWED" };

/** Says yes to everything, and keeps what it was asked. */
function watching(): { readonly asked: string[]; readonly allowConnect: AllowConnect } {
	const asked: string[] = [];
	return { asked, allowConnect: (...target) => asked.push(target.join(" ")) > 0 };
}

function dialled({ network }: Fixture): string[] {
	return network.dials.map(({ host, port, purpose }) => `${host} ${port} ${purpose}`);
}

describe("101: it is asked about every dial, with what is dialled", () => {
	test("control and data, also data connections that are opened ahead, and the next connect()", async () => {
		const { asked, allowConnect } = watching();
		const set = await fixture({ client: { allowConnect } });
		const { client, clock, server } = set;
		for (const name of ["a", "b", "c"]) server.files.write(`/${name}`, name);
		await Promise.all(["a", "b", "c"].map((name) => client.download(name)));
		await client.list();
		const closed = client.close();
		await clock.advance(5_000);
		await closed;
		await client.connect();
		await client.upload("d", "d");
		expect(asked).toEqual(dialled(set));
		expect(asked.filter((target) => target === "ftp.test 21 control")).toHaveLength(2);
		expect(asked.filter((target) => /^192\.0\.2\.\d+ \d+ data$/.test(target)).length).toBeGreaterThanOrEqual(5);
	});

	test("each session of a pool", async () => {
		const { asked, allowConnect } = watching();
		const set = await fixture({ connect: false });
		const pool = set.pool({ size: 3, allowConnect });
		for (const name of ["a", "b", "c"]) set.server.files.write(`/${name}`, name);
		await pool.connect();
		await Promise.all(["a", "b", "c"].map((name) => pool.download(name)));
		expect(asked.toSorted()).toEqual(dialled(set).toSorted());
		expect(asked.filter((target) => target.endsWith("control")).length).toBeGreaterThanOrEqual(2);
	});

	test("a session that takes the place of one whose TLS session is not resumed", async () => {
		const { asked, allowConnect } = watching();
		const client: FTPClientOptions = { secure: true, allowConnect };
		const dialer = { capabilities: { resumeTls: "never" } } as const;
		const set = await fixture({ client, dialer, server: { quirks: { requireSessionReuse: "vsftpd" } } });
		await expect(set.client.list()).rejects.toMatchObject({ code: "SESSION_NOT_RESUMED" });
		expect(asked).toEqual(dialled(set));
		expect(asked.filter((target) => target.endsWith("control"))).toHaveLength(2);
	});

	test.each([
		["control", "192.0.2.1"],
		["advertised", "10.9.8.7"],
		["data.test", "data.test"],
	])("dataHost %s: %s", async (dataHost, host) => {
		const asked: string[] = [];
		const allowConnect: AllowConnect = (name, _port, purpose) => purpose === "control" || asked.push(name) === 0;
		const set = await fixture({
			client: { passive: "pasv", dataHost, allowConnect },
			server: { quirks: { pasvAddress: "10.9.8.7" } },
		});
		await expect(set.client.list()).rejects.toMatchObject({
			...refused,
			message: expect.stringContaining(`data connection to ${host}:`),
		});
		expect(asked).toEqual([host]);
		expect(dialled(set)).toEqual(["ftp.test 21 control"]);
	});
});

describe.each<[string, () => unknown, unknown]>([
	["false", () => false, undefined],
	["no answer", () => undefined, undefined],
	["an object", () => ({ allowed: false }), undefined],
	["a word", () => "no", undefined],
	["1", () => 1, undefined],
	["a promise of false", async () => false, undefined],
	["a promise of an object", async () => ({}), undefined],
	[
		"a throw",
		() => {
			throw new RangeError("not there");
		},
		{ message: "not there" },
	],
	["a rejection", () => Promise.reject(new RangeError("not there")), { message: "not there" }],
])("101: %s is a no", (_title, answer, cause) => {
	test("to the control connection: nothing is dialled", async () => {
		const set = await fixture({ client: { allowConnect: answer as AllowConnect }, connect: false });
		const error = await set.client.connect().catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ ...refused, message: "allowConnect does not allow the control connection to ftp.test:21" });
		if (cause) expect(error).toMatchObject({ cause });
		expect(dialled(set)).toEqual([]);
	});

	test("to a data connection: nothing is dialled, and the session goes on", async () => {
		const allowConnect = ((_host: string, _port: number, purpose: string) => purpose === "control" || answer()) as AllowConnect;
		const set = await fixture({ client: { allowConnect } });
		const stopped = await Promise.allSettled([set.client.list(), set.client.upload("a", "a"), set.client.names()]);
		for (const each of stopped) expect(each).toMatchObject({ status: "rejected", reason: refused });
		expect(dialled(set)).toEqual(["ftp.test 21 control"]);
		expect(await set.client.pwd()).toBe("/");
		// PASV is no way around it.
		expect(set.sent().filter((line) => line === "PASV")).toEqual([]);
	});

	test("to a pool", async () => {
		const set = await fixture({ connect: false });
		const pool = set.pool({ size: 3, allowConnect: answer as AllowConnect });
		await expect(pool.connect()).rejects.toMatchObject(refused);
		expect(dialled(set)).toEqual([]);
	});
});

describe("101: an answer that does not come", () => {
	test("ends with the time for connecting, and a yes afterwards dials nothing", async () => {
		const later: ((answer: boolean) => void)[] = [];
		const allowConnect: AllowConnect = () => new Promise((resolve) => later.push(resolve));
		const set = await fixture({ client: { allowConnect }, connect: false });
		const outcome = set.client.connect().catch((error: unknown) => error);
		await set.clock.advance(30_000);
		expect(await outcome).toMatchObject({
			name: "FTPTimeoutError",
			code: "CONNECT_TIMEOUT",
			waitingFor: "a connection to ftp.test:21",
		});
		expect(later).toHaveLength(1);
		for (const answer of later) answer(true);
		await set.clock.advance(0);
		expect(dialled(set)).toEqual([]);
	});

	test("nor does it for data", async () => {
		const later: ((answer: boolean) => void)[] = [];
		const allowConnect: AllowConnect = (_host, _port, purpose) =>
			purpose === "control" || new Promise((give) => later.push(give));
		const set = await fixture({ client: { allowConnect } });
		const outcome = set.client.list().catch((error: unknown) => error);
		await set.clock.advance(60_000);
		expect(await outcome).toMatchObject({
			name: "FTPNetworkError",
			message: expect.stringMatching(/waiting for a data connection/),
		});
		for (const answer of later) answer(true);
		await set.clock.advance(0);
		expect(dialled(set)).toEqual(["ftp.test 21 control"]);
	});

	test("and close() does not wait for it", async () => {
		let say = (_: boolean): void => undefined;
		const allowConnect: AllowConnect = () => new Promise((resolve) => (say = resolve));
		const set = await fixture({ client: { allowConnect }, connect: false });
		const outcome = expect(set.client.connect()).rejects.toMatchObject({ name: "FTPAbortError" });
		await set.clock.settle();
		await set.client.close();
		await outcome;
		say(true);
		await set.clock.advance(0);
		expect(dialled(set)).toEqual([]);
	});
});

test("101: what is no function is no guard, and is said so", async () => {
	const { another } = await fixture({ connect: false });
	for (const allowConnect of [false, true, null, "ftp.test", ["ftp.test"], { host: "ftp.test" }]) {
		expect(() => another({ allowConnect: allowConnect as never })).toThrow("allowConnect must be a function");
	}
});
