import { expect, test } from "vitest";
import { FTPUsageError } from "../errors/index.ts";
import type { MemoryServerOptions } from "../testing/server/options.ts";
import type { FTPClient } from "./client.ts";
import { sourceOf } from "./sources.ts";
import { fixture } from "./test-fixture.ts";

const BAD: [string, unknown][] = [
	["CR", "a\rb"],
	["LF", "a\nb"],
	["CRLF and a command", "a\r\nDELE b"],
	["NUL", "a\0b"],
	["half a surrogate pair", "\udc00"],
	["64 kB", "x".repeat(65_536)],
	["a number", 42],
	["nothing", undefined],
	["an object", {}],
];

const CALLS: [string, (client: FTPClient, value: string) => Promise<unknown>][] = [
	["download", (client, value) => client.download(value)],
	["downloadStream", (client, value) => client.downloadStream(value)],
	["downloadTo", (client, value) => client.downloadTo({ write: () => undefined }, value)],
	["download, verified", (client, value) => client.download(value, { verify: true })],
	["upload", (client, value) => client.upload(value, "data")],
	["uploadFrom", (client, value) => client.uploadFrom(sourceOf("data").source, value)],
	["uploadStream", (client, value) => client.uploadStream(value)],
	["upload, announced", (client, value) => client.upload(value, "data", { allocate: true })],
	["append", (client, value) => client.append(value, "data")],
	["append, verified", (client, value) => client.append(value, "data", { verify: true })],
	["list with hidden names", (client, value) => client.list(value ?? null, { hidden: true })],
	["list on the control connection", (client, value) => client.list(value ?? null, { via: "control" })],
	["available", (client, value) => client.available(value ?? null)],
	["status", (client, value) => client.status(value ?? null)],
	["help", (client, value) => client.help(value ?? null)],
	["site", (client, value) => client.site("CHMOD", "644", value)],
	["list", (client, value) => client.list(value ?? null)],
	["listStream", (client, value) => client.listStream(value ?? null).next()],
	["names", (client, value) => client.names(value ?? null)],
	["stat", (client, value) => client.stat(value)],
	["exists", (client, value) => client.exists(value)],
	["size", (client, value) => client.size(value)],
	["modifiedAt", (client, value) => client.modifiedAt(value)],
	["setModifiedAt", (client, value) => client.setModifiedAt(value, new Date(0))],
	["chmod", (client, value) => client.chmod(value, 0o644)],
	["hash", (client, value) => client.hash(value, "SHA-1")],
	["sizeExact", (client, value) => client.sizeExact(value)],
	["rename from", (client, value) => client.rename(value, "b")],
	["rename to", (client, value) => client.rename("a", value)],
	["remove", (client, value) => client.remove(value)],
	["mkdir", (client, value) => client.mkdir(value)],
	["mkdir recursive", (client, value) => client.mkdir(typeof value === "string" ? `x/${value}/y` : value, { recursive: true })],
	["rmdir", (client, value) => client.rmdir(value)],
	["cd", (client, value) => client.cd(value)],
	["command", (client, value) => client.command("SITE", value)],
	["command verb", (client, value) => client.command(value)],
];

/** Servers of which more is asked before, or in place of, what the call is named after. */
const SERVERS: MemoryServerOptions[] = [
	{},
	{ quirks: { without: ["MLST", "MLSD"] } },
	{ features: (lines) => lines.map((line) => line.replace("UNIX.mode*", "UNIX.mode")) },
];

test.each(CALLS)("70, 72, 74: %s refuses what FTP cannot carry, and sends nothing", async (_, call) => {
	for (const server of SERVERS) await refuses(call, server);
});

async function refuses(call: (client: FTPClient, value: string) => Promise<unknown>, server: MemoryServerOptions): Promise<void> {
	const { client, sent, network } = await fixture({ server });
	await client.upload("/text", "", { type: "ascii" });
	const [before, dials] = [sent().length, network.dials.length];
	for (const [what, value] of BAD) {
		await expect(call(client, value as string), what).rejects.toThrow(FTPUsageError);
	}
	expect(sent().slice(before)).toEqual([]);
	expect(network.dials).toHaveLength(dials);
	expect(await client.pwd()).toBe("/");
}

test.each([
	[""],
	["a b"],
	["ftp.test\r\n"],
	["ftp://ftp.test/x"],
	["http://ftp.test"],
	["user@ftp.test"],
	["ftp.test:21"],
	["ftp.test/x"],
	["ftp.test\0.evil"],
	["[::1]"],
	["::1\r\n"],
	["\u2028"],
	["2130706433"],
	["127.1"],
	["0177.0.0.1"],
	["0x7f.0.0.1"],
	["127.0.0.256"],
	["127.0.0.01"],
	["１２７.0.0.1"],
	["ﬀ.test"],
	["a".repeat(300)],
	[42],
	[undefined],
])("77: %j is no host", async (host) => {
	const { FTPClient: Client } = await import("./client.ts");
	const { network } = await fixture();
	expect(() => new Client(host as string, { dialer: network.dialer() })).toThrow(FTPUsageError);
});

test.each([
	["port", { port: 0 }],
	["port", { port: 65_536 }],
	["port", { port: 21.5 }],
	["port", { port: Number.NaN }],
	["port", { port: -21 }],
	["port", { port: Number.POSITIVE_INFINITY }],
	["port", { port: null as unknown as number }],
	["dataHost", { dataHost: "2130706433" }],
	["port", { port: "21" as unknown as number }],
	["secure", { secure: "yes" as unknown as true }],
	["passive", { passive: "port" as unknown as "auto" }],
	["dataHost", { dataHost: "a b" }],
	["encoding", { encoding: "klingon" as unknown as "utf-8" }],
	["timeouts", { timeouts: { reply: -1 } }],
	["timeouts", { timeouts: { reply: Number.NaN } }],
	["timeouts", { timeouts: { total: 0 } }],
	["limits", { limits: { reply: 0 } }],
	["USER", { user: "a\r\nb" }],
	["PASS", { pass: "a\nb" }],
	["ACCT", { account: "a\0b" }],
	["PASS", { pass: 42 as unknown as string }],
])("70, 77: %s cannot be %j", async (word, options) => {
	const { FTPClient: Client } = await import("./client.ts");
	const { network } = await fixture();
	const make = (): unknown => new Client("ftp.test", { ...options, dialer: network.dialer() });
	expect(make).toThrow(FTPUsageError);
	expect(make).toThrow(word);
});

test("72: options and operations that are none, and text that has no UTF-8", async () => {
	const { client, sent } = await fixture();
	const none = null as unknown as object;
	const signal = 5 as unknown as AbortSignal;
	for (const options of [none, { signal }]) {
		await expect(client.download("f", options)).rejects.toThrow(FTPUsageError);
		await expect(client.downloadStream("f", options)).rejects.toThrow(FTPUsageError);
		await expect(client.upload("f", "x", options)).rejects.toThrow(FTPUsageError);
		await expect(client.uploadStream("f", options)).rejects.toThrow(FTPUsageError);
		await expect(client.append("f", "x", options)).rejects.toThrow(FTPUsageError);
		await expect(client.list("", options)).rejects.toThrow(FTPUsageError);
		await expect(client.pwd(options)).rejects.toThrow(FTPUsageError);
	}
	await expect(client.run(5 as never)).rejects.toThrow(FTPUsageError);
	expect(sent()).toEqual([]);
	await expect(client.upload("f", "half \ud800")).rejects.toThrow(FTPUsageError);
	expect(await client.pwd()).toBe("/");
});

test.each([[-1], [1.5], [Number.NaN], ["5"]])("78: a stream has no size of %j", async (wrong) => {
	const { client, sent } = await fixture();
	const size = wrong as number;
	const bad = { name: "FTPUsageError", code: "BAD_ARGUMENT", message: expect.stringContaining("size") };
	await expect(client.uploadStream("f", { size, allocate: true })).rejects.toMatchObject(bad);
	await expect(client.upload("f", new Response("x").body ?? "", { size, allocate: true })).rejects.toMatchObject(bad);
	expect(sent()).toEqual([]);
});

test.each([
	["active", { active: { ports: [5] } }],
	["retry", { retry: 3 }],
	["replyy", { timeouts: { replyy: 5 } }],
	["entriess", { limits: { entriess: 5 } }],
	["constructor", { limits: { constructor: 5 } }],
	["limits", { limits: null }],
	["limits", { limits: 5 }],
	["total", { limits: { total: 5 } }],
	["ACCT", { account: null }],
])("%s is refused rather than ignored", async (word, options) => {
	const { FTPClient: Client } = await import("./client.ts");
	const { network } = await fixture();
	expect(() => new Client("ftp.test", { ...(options as object), dialer: network.dialer() })).toThrow(word);
});
