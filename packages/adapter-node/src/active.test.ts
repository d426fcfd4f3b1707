import { MemoryServer, type MemoryServerOptions } from "@isoftp/core/testing";
import { afterEach, describe, expect, test } from "vitest";
import { makeCertificates } from "../../../scripts/certificates.ts";
import { FTPClient, type NodeFTPClientOptions } from "./index.ts";
import { listen } from "./testing/index.ts";

const { ca, server: certified } = makeCertificates(["localhost", "127.0.0.1", "::1"]);
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function session(
	host: string,
	options: NodeFTPClientOptions,
	serverOptions: MemoryServerOptions = {},
): Promise<{ readonly client: FTPClient; readonly server: MemoryServer }> {
	const server = new MemoryServer(serverOptions);
	const implicit = options.secure === "implicit";
	const listening = await listen(server, { host, tls: { cert: certified.cert, key: certified.key }, implicit });
	cleanUps.push(() => listening.close());
	const client = new FTPClient(host, { port: listening.port, tls: { ca }, active: true, ...options });
	cleanUps.push(() => client.close());
	await client.connect();
	return { client, server };
}

/** Ports that are still open: the server's own, and ours. */
const ports = (): number => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;

describe.each([
	["127.0.0.1", "PORT 127,0,0,1,"],
	["::1", "EPRT |2|::1|"],
])("active mode to %s", (host, told) => {
	test.each([false, true, "implicit"] as const)(
		"files of any size in both directions, and listings; secure: %s",
		async (secure) => {
			const { client, server } = await session(host, { secure }, secure ? { quirks: { requireSessionReuse: "vsftpd" } } : {});
			for (const length of [0, 1, 3_000_000]) {
				const bytes = new Uint8Array(length).map((_, index) => (index * 11) % 251);
				await client.upload(`f${length}`, bytes);
				expect(Buffer.compare(await client.download(`f${length}`), bytes)).toBe(0);
			}
			expect((await client.list()).map(({ size }) => size)).toEqual([0, 1, 3_000_000]);
			expect(server.commands.filter((line) => line.startsWith(told))).toHaveLength(7);
			expect(server.commands.filter((line) => /^(?:EPSV|PASV)/.test(line))).toEqual([]);
			await expect.poll(ports).toBe(1);
		},
	);
});

test.each([false, true])("given up in every way, the port is closed, and the session goes on; secure: %s", async (secure) => {
	const { client, server } = await session("127.0.0.1", { secure });
	server.files.write("/large", new Uint8Array(5_000_000));
	for (let round = 0; round < 4; round++) {
		const abort = new AbortController();
		const stopped = expect(client.download("large", { signal: abort.signal, onProgress: () => abort.abort() })).rejects;
		await stopped.toMatchObject({ name: "FTPAbortError" });
		const stream = await client.downloadStream("large");
		await stream.getReader().cancel();
		await expect(client.download("none")).rejects.toMatchObject({ code: 550 });
		expect(await client.size("large")).toBe(5_000_000);
	}
	await expect.poll(ports).toBe(1);
});

test("a server that PORT is unknown to is told by EPRT", async () => {
	const { client, server } = await session("127.0.0.1", {}, { quirks: { without: ["PORT"] } });
	await client.upload("f", "x");
	expect(await client.size("f")).toBe(1);
	expect(server.commands.filter((line) => line.startsWith("EPRT |1|127.0.0.1|"))).toHaveLength(1);
});

test("a server that has only passive mode refuses both, in words", async () => {
	const { client } = await session("127.0.0.1", {}, { quirks: { without: ["PORT", "EPRT"] } });
	await expect(client.list()).rejects.toMatchObject({ name: "FTPReplyError", code: 502 });
	await expect.poll(ports).toBe(1);
});

test("what NAT makes of it is what the server is told", async () => {
	const { client, server } = await session("127.0.0.1", { active: { address: "203.0.113.5" } });
	// This server is not behind that NAT, and sends nothing to others.
	await expect(client.list()).rejects.toMatchObject({ name: "FTPReplyError", code: 500 });
	expect(server.commands.at(-2)).toMatch(/^PORT 203,0,113,5,\d+,\d+$/);
	expect(server.commands.at(-1)).toMatch(/^EPRT \|1\|203\.0\.113\.5\|\d+\|$/);
});
