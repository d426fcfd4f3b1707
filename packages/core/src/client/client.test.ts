import { expect, test } from "vitest";
import { FTPUsageError } from "../errors/index.ts";
import { download } from "../operations/download.ts";
import { size } from "../operations/size.ts";
import type { Operation } from "../protocol/operation.ts";
import { fixture, pattern } from "./test-fixture.ts";

test.each([
	["plain", {}],
	["explicit TLS", { secure: true as const }],
	["implicit TLS", { secure: "implicit" as const }],
])("the main job, %s", async (_, options) => {
	const { client, server } = await fixture({ client: options });
	server.files.write("/report.csv", "a,b\n1,2\n");
	expect(client.secured).toBe("secure" in options);
	expect(client.greeting?.code).toBe(220);
	expect(client.features.has("MLST")).toBe(true);

	const files = await client.list();
	expect(files.map(({ name, type, size }) => ({ name, type, size }))).toEqual([{ name: "report.csv", type: "file", size: 8 }]);
	expect(JSON.parse(JSON.stringify(files))).toMatchObject([{ name: "report.csv" }]);
	expect(new TextDecoder().decode(await client.download("report.csv"))).toBe("a,b\n1,2\n");
	const result = await client.upload("in.bin", pattern(300_000));
	expect(result).toMatchObject({ bytes: 300_000, reply: { code: 226 } });
	expect(server.files.read("/in.bin")).toEqual(pattern(300_000));
	await client.close();
	expect(client.closed).toBe(true);
	expect(server.commands.at(-1)).toBe("QUIT");
});

test("files and directories", async () => {
	const { client, server } = await fixture();
	server.files.write("/a.txt", "hello");
	expect(await client.pwd()).toBe("/");
	await client.mkdir("x/y/z", { recursive: true });
	await client.cd("x/y");
	expect(await client.pwd()).toBe("/x/y");
	await client.cdup();
	expect(await client.pwd()).toBe("/x");
	await client.rename("/a.txt", "b.txt");
	expect(await client.names()).toEqual(expect.arrayContaining(["b.txt", "y"]));
	expect(await client.size("b.txt")).toBe(5);
	expect(await client.modifiedAt("b.txt")).toBeInstanceOf(Date);
	expect(await client.stat("b.txt")).toMatchObject({ name: "b.txt", type: "file", size: 5 });
	expect(await client.exists("b.txt")).toBe(true);
	expect(await client.exists("/a.txt")).toBe(false);
	await client.append("b.txt", " world");
	expect(new TextDecoder().decode(server.files.read("/x/b.txt"))).toBe("hello world");
	await client.remove("b.txt");
	await client.rmdir("y/z");
	expect((await client.list()).map((entry) => entry.name)).toEqual(["y"]);
	expect(await client.command("NOOP")).toMatchObject({ code: 200 });
});

test("calls made at the same time wait for their turn", async () => {
	const { client, server, sent } = await fixture();
	for (const name of ["a", "b", "c"]) server.files.write(`/${name}`, pattern(100_000));
	const results = await Promise.all([
		client.download("a"),
		client.upload("d", "new"),
		client.pwd(),
		client.download("b"),
		client.list(),
		client.download("missing").catch((error: unknown) => error),
		client.download("c"),
	]);
	expect(results[0]).toEqual(pattern(100_000));
	expect(results[2]).toBe("/");
	expect(results[4]).toHaveLength(4);
	expect(results[5]).toMatchObject({ name: "FTPReplyError", code: 550 });
	expect(results[6]).toEqual(pattern(100_000));
	expect(sent().filter((line) => !line.startsWith("EPSV"))).toEqual([
		"RETR a",
		"STOR d",
		"PWD",
		"RETR b",
		"MLSD",
		"RETR missing",
		"RETR c",
	]);
});

test("a wrong password", async () => {
	const { client, another } = await fixture({ client: { pass: "wrong" }, connect: false });
	await expect(client.connect()).rejects.toMatchObject({ name: "FTPReplyError", code: 530, command: "PASS ***" });
	expect(client.closed).toBe(true);
	await client.close();
	const right = another({ pass: "hunter2" });
	await right.connect();
	expect(await right.pwd()).toBe("/");
});

test("nothing is sent before connect() and after close(), and close() is always safe", async () => {
	const { client, network } = await fixture({ connect: false });
	await client.close();
	await expect(client.list()).rejects.toThrow(FTPUsageError);
	await expect(client.download("x")).rejects.toMatchObject({ name: "FTPUsageError", code: "NOT_CONNECTED" });
	await expect(client.upload("x", "y")).rejects.toThrow(FTPUsageError);
	await expect(client.downloadStream("x")).rejects.toThrow(FTPUsageError);
	await expect(client.uploadStream("x")).rejects.toThrow(FTPUsageError);
	expect(network.dials).toEqual([]);
	await client.connect();
	await expect(client.connect()).rejects.toMatchObject({ code: "ALREADY_CONNECTED" });
	expect(await client.pwd()).toBe("/");
	await Promise.all([client.close(), client.close()]);
	await client.close();
	const { bytesSent } = network.dials[0] ?? { bytesSent: -1 };
	await expect(client.pwd()).rejects.toMatchObject({ name: "FTPUsageError", code: "NOT_CONNECTED" });
	expect(network.dials).toHaveLength(1);
	expect(network.dials[0]?.bytesSent).toBe(bytesSent);
	await client.connect();
	expect(await client.pwd()).toBe("/");
	// Not awaited: the new session begins after the goodbye of the old one.
	void client.close();
	await client.connect();
	expect(await client.pwd()).toBe("/");
});

test("close() ends what is under way", async () => {
	const { client, server } = await fixture({ server: { quirks: { onTransfer: () => ({ after: 10, how: "stall" }) } } });
	server.files.write("/a", pattern(1000));
	const running = client.download("a").catch((error: unknown) => error);
	const waiting = client.pwd().catch((error: unknown) => error);
	await new Promise((resolve) => setTimeout(resolve, 20));
	await client.close();
	expect(await running).toMatchObject({ name: "FTPAbortError" });
	expect(await waiting).toMatchObject({ name: "FTPAbortError" });
});

test("await using", async () => {
	const { another, server, clock } = await fixture();
	{
		await using client = another();
		await client.connect();
		expect(await client.pwd()).toBe("/");
	}
	await clock.advance(0);
	expect(server.activeSessions).toBe(1);
});

test("a server that says goodbye while nobody asks", async () => {
	const { client, server, clock } = await fixture({ server: { timeouts: { idle: 10_000 } } });
	await clock.advance(10_001);
	expect(server.activeSessions).toBe(0);
	expect(client.closed).toBe(true);
	await expect(client.pwd()).rejects.toMatchObject({ name: "FTPReplyError", code: 421 });
	await client.connect();
	expect(await client.pwd()).toBe("/");
});

test("allowConnect is asked before every connection", async () => {
	const asked: unknown[] = [];
	const allowConnect = (host: string, port: number, purpose: string): boolean => {
		asked.push([host, purpose, port === 21]);
		return purpose === "control";
	};
	const { client, network } = await fixture({ client: { allowConnect } });
	await expect(client.list()).rejects.toMatchObject({ name: "FTPUsageError", code: "CONNECT_NOT_ALLOWED" });
	expect(asked).toEqual([
		["ftp.test", "control", true],
		["192.0.2.1", "data", false],
	]);
	expect(network.dials).toHaveLength(1);
	expect(await client.pwd()).toBe("/");
});

test("onTrace sees everything but secrets, and cannot break anything", async () => {
	const events: unknown[] = [];
	const onTrace = (event: unknown): void => {
		events.push(event);
		throw new Error("a bad tracer");
	};
	const { client } = await fixture({ client: { onTrace } });
	await client.list();
	expect(events).toContainEqual({ type: "command", line: "PASS ***" });
	expect(events).toContainEqual({ type: "command", line: "MLSD" });
	expect(JSON.stringify(events)).not.toContain("hunter2");
});

test("run() takes operations of one's own", async () => {
	const { client, sent } = await fixture();
	function* sizes(...paths: string[]): Operation<number> {
		let sum = 0;
		for (const path of paths) sum += yield* size(path);
		return sum;
	}
	await client.upload("a", "12345");
	await client.upload("b", "123");
	expect(await client.run(sizes("a", "b"))).toBe(8);
	expect(sent().slice(-2)).toEqual(["SIZE a", "SIZE b"]);
	await expect(client.run(sizes("a", "missing"))).rejects.toMatchObject({ name: "FTPReplyError", code: 550 });
	// An operation that receives data needs somebody who takes it.
	await expect(client.run(download("a"))).rejects.toMatchObject({ name: "FTPUsageError" });
	expect(await client.pwd()).toBe("/");
});
