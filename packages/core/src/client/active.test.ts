import { describe, expect, test } from "vitest";
import { FTPUsageError } from "../errors/index.ts";
import type { ActiveMode } from "../operations/open-active.ts";
import type { FTPClientOptions } from "./options.ts";
import { SmallFTPClient } from "./small-client.ts";
import { fixture, pattern, readAll } from "./test-fixture.ts";

const active = true;

describe.each([
	["in the clear", {}, {}],
	["over TLS, whose session the server wants resumed", { secure: true }, { quirks: { requireSessionReuse: "proftpd" } }],
	["over implicit TLS", { secure: "implicit" }, {}],
] as const)("active mode, %s", (_, options, server) => {
	test("0 bytes, 1 byte and many, in both directions, and listings", async () => {
		const asked: string[] = [];
		const allowConnect: FTPClientOptions["allowConnect"] = (_host, _port, purpose) => asked.push(purpose) > 0;
		const { client, network, sent } = await fixture({ client: { active, allowConnect, ...options }, server });
		for (const length of [0, 1, 200_000]) {
			const bytes = pattern(length);
			await client.upload(`f${length}`, bytes);
			expect(await client.download(`f${length}`)).toEqual(bytes);
			expect(await client.download(`f${length}`, { offset: length >> 1 })).toEqual(bytes.subarray(length >> 1));
		}
		expect((await client.list()).map(({ name, size }) => [name, size])).toEqual([
			["f0", 0],
			["f1", 1],
			["f200000", 200_000],
		]);
		expect(await client.names()).toHaveLength(3);
		expect(network.dials.map(({ purpose }) => purpose)).toEqual(["control"]);
		expect(asked).toEqual(["control"]);
		expect(sent().filter((line) => /^(?:EPSV|PASV)/.test(line))).toEqual([]);
		expect(network.open.ports).toBe(1);
	});

	test("what is given up in the middle leaves no port open, and the session goes on", async () => {
		const { client, network, server: files } = await fixture({ client: { active, ...options }, server });
		files.files.write("/large", pattern(1_000_000));
		for (let round = 0; round < 3; round++) {
			const abort = new AbortController();
			const stream = await client.downloadStream("large", { signal: abort.signal });
			const reader = stream.getReader();
			await reader.read();
			abort.abort();
			await expect(reader.read()).rejects.toMatchObject({ name: "FTPAbortError" });
			expect((await client.list()).map(({ name }) => name)).toEqual(["large"]);
			const left = await client.downloadStream("large");
			await left.cancel();
		}
		expect(await client.pwd()).toBe("/");
		expect(network.open.ports).toBe(1);
	});
});

test("a stream, in active mode", async () => {
	const { client, server } = await fixture({ client: { active } });
	server.files.write("/f", pattern(300_000));
	expect(await readAll(await client.downloadStream("f"))).toEqual(pattern(300_000));
});

test("a file that is not there is refused, and its port is closed", async () => {
	const { client, network } = await fixture({ client: { active } });
	await expect(client.download("none")).rejects.toMatchObject({ name: "FTPReplyError", code: 550 });
	expect(network.open.ports).toBe(1);
	await client.upload("some", "x");
	expect(await client.size("some")).toBe(1);
});

test("a pool's sessions have ports of their own", async () => {
	const { pool, network, server } = await fixture({ connect: false });
	const many = pool({ active: { ports: [50_000, 50_003] }, size: 4 });
	for (let index = 0; index < 4; index++) server.files.write(`/f${index}`, pattern(1000 + index));
	await many.connect();
	const all = await Promise.all([0, 1, 2, 3, 0, 1, 2, 3].map((index) => many.download(`f${index}`)));
	expect(all.map(({ length }) => length)).toEqual([1000, 1001, 1002, 1003, 1000, 1001, 1002, 1003]);
	expect(network.open.ports).toBe(1);
});

test("no port of the range is free", async () => {
	const { client, network } = await fixture({
		client: { active: { ports: [50_000, 50_001] } },
		dialer: { address: "198.51.100.7" },
	});
	const taken = [await network.listen("198.51.100.7", 50_000), await network.listen("198.51.100.7", 50_001)];
	await expect(client.list()).rejects.toMatchObject({ name: "FTPNetworkError", code: "CONNECT_FAILED" });
	taken[1]?.close();
	expect(await client.list()).toEqual([]);
	taken[0]?.close();
});

test("a firewall lets nobody in: the server says so, or it takes too long", async () => {
	const { client, clock, network } = await fixture({
		client: { active, timeouts: { reply: 10_000 } },
		server: { timeouts: { data: 5_000 } },
		dialer: { address: "198.51.100.7" },
	});
	network.blackHole("198.51.100.7");
	const refused = client.list();
	const outcome = expect(refused).rejects.toMatchObject({ name: "FTPReplyError", code: 425 });
	await clock.advance(5_000);
	await outcome;
	expect(await client.pwd()).toBe("/");
	expect(network.open.ports).toBe(1);
});

test("strangers are sent away, and the server's connection is taken", async () => {
	const { client, network, server } = await fixture({
		client: { active: { ports: [50_000, 50_000] } },
		server: {
			onCommand: async (command) => {
				if (command !== "RETR") return undefined;
				const stranger = await network.host("evil.test").connect("198.51.100.7", 50_000, new AbortController().signal);
				await stranger.write(new TextEncoder().encode("not the file")).catch(() => undefined);
				stranger.close();
				return undefined;
			},
		},
		dialer: { address: "198.51.100.7" },
	});
	server.files.write("/f", "the file");
	expect(new TextDecoder().decode(await client.download("f"))).toBe("the file");
});

test("the trace tells of the port", async () => {
	const events: unknown[] = [];
	const { client } = await fixture({ client: { active: { ports: [50_000, 50_000] }, onTrace: (event) => events.push(event) } });
	await client.list();
	expect(events).toContainEqual({ type: "listening", channel: "data1", host: "198.51.100.1", port: 50_000 });
});

test("a runtime that cannot listen says so before anything is sent, by its name", async () => {
	const dialer = { runtime: "Toaster", capabilities: { listen: false } };
	const making = fixture({ client: { active }, dialer });
	await expect(making).rejects.toMatchObject({ name: "FTPUsageError", code: "UNSUPPORTED", message: /^Toaster cannot listen/ });
	const { client } = await fixture({ client: { active: false }, dialer });
	expect(await client.list()).toEqual([]);
});

test("the small client has only passive mode, and says so", async () => {
	const { network } = await fixture();
	expect(() => new SmallFTPClient("ftp.test", { active, dialer: network.dialer() })).toThrow(/FTPClient or FTPPool/);
});

test.each<[unknown]>([
	["yes"],
	[1],
	[{ ports: [2000] }],
	[{ ports: [2001, 2000] }],
	[{ ports: [0, 5] }],
	[{ ports: [5, 65_536] }],
	[{ ports: [1.5, 3] }],
	[{ ports: "2000-2001" }],
	[{ ports: 2000 }],
	[{ address: "" }],
	[{ address: "ftp.example.com" }],
	[{ address: "192.0.2.256" }],
	[{ address: "192.0.2.1\r\nDELE f" }],
	[{ address: "1,2,3" }],
	[{ address: "010.0.0.1" }],
	[{ address: ":::" }],
	[{ address: "1::2::3" }],
	[{ address: "12345::" }],
	[{ address: "::1]/x[" }],
	[{ address: "fe80::1%eth0" }],
	[{ address: 5 }],
])("active: %j is refused", async (wrong) => {
	const { network } = await fixture();
	const { FTPClient } = await import("./client.ts");
	const making = (): unknown => new FTPClient("ftp.test", { active: wrong as ActiveMode, dialer: network.dialer() });
	expect(making).toThrow(FTPUsageError);
	expect(making).toThrow(/active must be/);
});
