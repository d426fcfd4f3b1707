import { expect, test } from "vitest";
import { FTPProtocolError } from "../errors/index.ts";
import type { MemoryFiles } from "../testing/memory-files.ts";
import type { MemoryServerOptions } from "../testing/server/options.ts";
import type { FTPClient } from "./client.ts";
import { SmallFTPClient } from "./small-client.ts";
import { type Fixture, fixture, pattern, readAll } from "./test-fixture.ts";

const bytes = pattern(300_000);
const HASHES = ["HASH", "XCRC", "XSHA1", "XSHA256", "XSHA512"];
const withoutHashes: MemoryServerOptions = { quirks: { without: HASHES } };

/** A server on which something has happened to the file by the time it is asked about it. */
async function spoiling(spoil: (files: MemoryFiles) => void, quirks: MemoryServerOptions["quirks"] = {}): Promise<Fixture> {
	let files: MemoryFiles | undefined;
	const whole = await fixture({
		server: {
			quirks,
			onCommand(command) {
				if (["HASH", "SIZE", "XCRC"].includes(command) && files?.exists("/f")) spoil(files);
				return undefined;
			},
		},
	});
	files = whole.server.files;
	return whole;
}

const oneByte = (files: MemoryFiles): void => {
	const changed = files.read("/f");
	changed[1000] = (changed[1000] ?? 0) ^ 1;
	files.write("/f", changed);
};
const truncated = (files: MemoryFiles): void => files.truncate("/f", 299_999);

async function streamUp(client: FTPClient, options: { verify: true }): Promise<void> {
	const writer = (await client.uploadStream("/f", options)).getWriter();
	await writer.write(bytes);
	await writer.close();
}

const WAYS: [string, (client: FTPClient) => Promise<unknown>, isDownload: boolean][] = [
	["download", (client) => client.download("/f", { verify: true }), true],
	["downloadTo", (client) => client.downloadTo({ write: () => undefined }, "/f", { verify: true }), true],
	["downloadStream", async (client) => readAll(await client.downloadStream("/f", { verify: true })), true],
	["upload", (client) => client.upload("/f", bytes, { verify: true }), false],
	["uploadStream", (client) => streamUp(client, { verify: true }), false],
];

test.each(WAYS)("%s is verified by the strongest hash that both sides have", async (_, transfer) => {
	const { client, server, sent } = await fixture();
	server.files.write("/f", bytes);
	await transfer(client);
	expect(sent().slice(-2)).toEqual(["OPTS HASH SHA-512", "HASH /f"]);
	expect(server.files.read("/f")).toEqual(bytes);
});

test.each(WAYS)("%s fails when the file is another one, and the session goes on", async (_, transfer, isDownload) => {
	const { client, server } = await spoiling(oneByte);
	if (isDownload) server.files.write("/f", bytes);
	await expect(transfer(client)).rejects.toMatchObject({ name: "FTPProtocolError", code: "WRONG_HASH" });
	expect(client.closed).toBe(false);
	expect(await client.pwd()).toBe("/");
});

test.each(WAYS)("%s is verified by size where there is no hash", async (_, transfer, isDownload) => {
	const good = await fixture({ server: withoutHashes });
	good.server.files.write("/f", bytes);
	await transfer(good.client);
	expect(good.sent().at(-1)).toBe("SIZE /f");
	const bad = await spoiling(truncated, withoutHashes.quirks);
	if (isDownload) bad.server.files.write("/f", bytes);
	const error = await transfer(bad.client).catch((error: unknown) => error);
	expect(error).toBeInstanceOf(FTPProtocolError);
	expect(error).toMatchObject({ code: "WRONG_SIZE", expected: "a file of 300000 bytes", received: "299999 bytes" });
	expect(await bad.client.pwd()).toBe("/");
});

test("a server that calls a truncated download complete", async () => {
	const onTransfer = (): { after: number; how: "end"; reply: string } => ({ after: 1000, how: "end", reply: "226 done" });
	for (const without of [[], HASHES]) {
		const { client, server } = await fixture({ server: { quirks: { without, onTransfer } } });
		server.files.write("/f", bytes);
		expect(await client.download("/f")).toHaveLength(1000);
		const code = without.length > 0 ? "WRONG_SIZE" : "WRONG_HASH";
		await expect(client.download("/f", { verify: true })).rejects.toMatchObject({ code });
	}
});

test("a stream that was cancelled is not verified, and ends as streams do", async () => {
	const { client, server } = await fixture();
	server.files.write("/f", pattern(5_000_000));
	const stream = await client.downloadStream("/f", { verify: true });
	await stream.cancel();
	expect(await client.pwd()).toBe("/");
	expect(server.commands).not.toContain("HASH /f");
	expect(await client.downloadTo({ write: () => "enough" }, "/f", { verify: true })).toMatchObject({ reply: undefined });
	expect(server.commands).not.toContain("HASH /f");
});

test("one algorithm, a hash of any kind, the size: that or an error, and nothing is sent", async () => {
	const { client, server, sent } = await fixture();
	server.files.write("/f", bytes);
	await client.download("/f", { verify: "CRC32" });
	await client.download("/f", { verify: "size" });
	expect(sent().filter((line) => /^(?:OPTS|SIZE)/.test(line))).toEqual(["OPTS HASH CRC32", "SIZE /f"]);
	const before = sent().length;
	await expect(client.download("/f", { verify: "MD5" })).rejects.toMatchObject({
		code: "UNSUPPORTED",
		message: "There is no MD5 which memory and the server both have; the server has SHA-512, SHA-256, SHA-1, CRC32",
	});
	expect(sent()).toHaveLength(before);
	const none = await fixture({ server: withoutHashes });
	none.server.files.write("/f", bytes);
	await expect(none.client.download("/f", { verify: "hash" })).rejects.toMatchObject({
		name: "FTPUsageError",
		code: "UNSUPPORTED",
	});
	expect(none.sent()).toEqual([]);
});

test("a server that can tell nothing at all: what was asked for is not done", async () => {
	const { client, server } = await fixture({ server: { quirks: { without: [...HASHES, "SIZE"] } } });
	server.files.write("/f", bytes);
	await expect(client.download("/f", { verify: true })).rejects.toMatchObject({ name: "FTPReplyError", code: 502 });
});

test("parts of files are verified by size", async () => {
	const { client, server, sent } = await fixture();
	server.files.write("/f", bytes);
	expect(await client.download("/f", { offset: 299_990, verify: true })).toHaveLength(10);
	await client.upload("/f", "middle", { offset: 100, verify: true });
	await client.append("/f", "end", { verify: true });
	await client.append("/new", "end", { verify: "size" });
	expect(sent().filter((line) => line.startsWith("HASH"))).toEqual([]);
	expect(sent().filter((line) => line.startsWith("SIZE"))).toHaveLength(6);
	await expect(client.download("/f", { offset: 1, verify: "hash" })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	await expect(client.append("/f", "x", { verify: "SHA-1" })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	await expect(client.download("/f", { length: 1, verify: true })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	await expect(client.download("/f", { type: "ascii", verify: true })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	const wrong = "ROT13" as "MD5";
	await expect(client.download("/f", { verify: wrong })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
});

test("an append of which the server keeps only a part", async () => {
	const { client, server } = await fixture({
		server: {
			quirks: { onTransfer: () => ({ after: 2, how: "end", reply: "226 done" }) },
		},
	});
	server.files.write("/f", "start");
	await expect(client.append("/f", "end", { verify: true })).rejects.toMatchObject({ code: "WRONG_SIZE" });
});

test("a stream that gave another number of bytes than was announced", async () => {
	const { client } = await fixture();
	const data = (): ReadableStream<Uint8Array> => new Response("12345").body ?? new ReadableStream();
	await client.upload("/f", data(), { size: 5, verify: true });
	await expect(client.upload("/f", data(), { size: 6, verify: true })).rejects.toMatchObject({
		code: "WRONG_SIZE",
		expected: "6 bytes",
		received: "5 bytes",
	});
});

test("nothing comes between a transfer and its verification", async () => {
	const { client, server, sent } = await fixture();
	server.files.write("/f", bytes);
	await Promise.all([client.download("/f", { verify: "SHA-256" }), client.pwd()]);
	expect(sent().filter((line) => /^(?:RETR|HASH|PWD)/.test(line))).toEqual(["RETR /f", "HASH /f", "PWD"]);
});

test("a pool verifies, and a small client says that it does not", async () => {
	const { pool, server, network, clock, alsoClose } = await fixture({ connect: false });
	server.files.write("/f", bytes);
	const many = pool();
	await many.connect();
	expect(await many.download("/f", { verify: true })).toEqual(bytes);
	const small = new SmallFTPClient("ftp.test", { user: "bob", pass: "hunter2", dialer: network.dialer(), clock });
	alsoClose(small);
	await small.connect();
	await expect(small.download("/f", { verify: true })).rejects.toMatchObject({ name: "FTPUsageError", code: "UNSUPPORTED" });
	await expect(small.upload("/f", "x", { allocate: true })).rejects.toMatchObject({ name: "FTPUsageError", code: "UNSUPPORTED" });
	expect(await small.download("/f", { verify: false })).toEqual(bytes);
});

test("allocate: what does not fit is refused before any of it is sent", async () => {
	const { client, server, sent } = await fixture();
	await client.upload("/f", "12345", { allocate: true });
	await client.upload("/f", new Response("12345").body ?? "", { allocate: 5, verify: true });
	expect(sent().filter((line) => line.startsWith("ALLO"))).toEqual(["ALLO 5", "ALLO 5"]);
	await expect(client.upload("/big", "x", { allocate: 2 ** 40 })).rejects.toMatchObject({ name: "FTPReplyError", code: 552 });
	expect(server.files.exists("/big")).toBe(false);
	await expect(client.upload("/f", new Response("x").body ?? "", { allocate: true })).rejects.toMatchObject({
		code: "BAD_ARGUMENT",
	});
	await expect(client.upload("/f", "x", { allocate: -1 })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	await expect(client.upload("/f", "x", { allocate: Number.NaN })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
});

test("allocate and verify are what they may be, and nothing else", async () => {
	const { client, sent } = await fixture();
	// Text is sent with other line ends, in another number of bytes.
	await expect(client.upload("/f", "a\n", { type: "ascii", allocate: true })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	for (const wrong of ["yes", "", null, 1.5] as unknown as number[]) {
		await expect(client.upload("/f", "x", { allocate: wrong })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	}
	for (const wrong of ["", null, 0, 1, "sha"] as unknown as true[]) {
		await expect(client.upload("/f", "x", { verify: wrong })).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
	}
	expect(sent()).toEqual([]);
	await client.upload("/f", "a\n", { type: "ascii", allocate: 3 });
	expect(sent()).toContain("ALLO 3");
});

test("a stream ends when the server's word has come, and not before; without it, it fails", async () => {
	let answer: (() => void) | undefined;
	let isSilent = false;
	const { client, server, clock } = await fixture({
		server: {
			async onCommand(command) {
				if (command === "HASH" && isSilent) return [];
				if (command === "HASH") await new Promise<void>((resolve) => (answer = resolve));
				return undefined;
			},
		},
	});
	/** Reads all bytes, but not the end. */
	const taken = async (signal?: AbortSignal): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
		const reader = (await client.downloadStream("/f", { verify: true, signal })).getReader();
		for (let count = 0; count < bytes.length; ) count += (await reader.read()).value?.length ?? bytes.length;
		return reader;
	};
	server.files.write("/f", bytes);
	const reader = await taken();
	let hasEnded = false;
	const end = reader.read().finally(() => {
		hasEnded = true;
	});
	await clock.advance(1000);
	expect(hasEnded).toBe(false);
	answer?.();
	expect(await end).toEqual({ done: true, value: undefined });

	const stop = new AbortController();
	const stopped = (await taken(stop.signal)).read();
	await clock.advance(1000);
	stop.abort();
	await expect(stopped).rejects.toMatchObject({ name: "FTPAbortError" });
	answer?.();
	expect(await client.pwd()).toBe("/");

	isSilent = true;
	const given = expect((await taken()).read()).rejects.toMatchObject({ name: "FTPTimeoutError" });
	await clock.advance(1000);
	await clock.advance(60_000);
	await given;
	expect(client.closed).toBe(true);
});
