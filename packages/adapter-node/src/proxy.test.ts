import { once } from "node:events";
import { connect } from "node:net";
import { type Duplex, PassThrough } from "node:stream";
import { MemoryServer } from "@isoftp/core/testing";
import { SocksClient } from "socks";
import { Client as HttpClient } from "undici";
import { afterEach, describe, expect, test } from "vitest";
import { makeCertificates } from "../../../scripts/certificates.ts";
import { nodeDialer } from "./dialer.ts";
import { FTPClient, FTPPool } from "./index.ts";
import type { ProxyConnect } from "./proxy.ts";
import { httpProxy, socksProxy, type TestProxy } from "./test-support/proxies.ts";
import { closeAll, kept, never, readAll, target, tcpServer } from "./test-support/sockets.ts";
import { listen } from "./testing/index.ts";

const { ca, server: certified } = makeCertificates();
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
	closeAll();
});

async function kind(name: "HTTP" | "SOCKS"): Promise<{ readonly through: TestProxy; readonly proxy: ProxyConnect }> {
	const through = await (name === "HTTP" ? httpProxy("Basic bWU6c2VjcmV0") : socksProxy());
	cleanUps.push(() => through.close());
	return { through, proxy: name === "HTTP" ? byHttp(through.port) : bySocks(through.port) };
}

function byHttp(port: number): ProxyConnect {
	return async ({ host, port: wanted }, signal) => {
		const http = new HttpClient(`http://127.0.0.1:${port}`);
		const headers = { "proxy-authorization": `Basic ${Buffer.from("me:secret").toString("base64")}` };
		const { statusCode, socket } = await http.connect({ path: `${host}:${wanted}`, headers, signal });
		if (statusCode !== 200) throw new Error(`The proxy says ${statusCode}`);
		return socket;
	};
}

function bySocks(port: number): ProxyConnect {
	return async ({ host, port: wanted }) => {
		const proxy = { host: "127.0.0.1", port, type: 5 } as const;
		return (await SocksClient.createConnection({ proxy, command: "connect", destination: { host, port: wanted } })).socket;
	};
}

describe.each(["HTTP", "SOCKS"] as const)("through a proxy: %s", (name) => {
	test.each([false, true, "implicit"] as const)("uploads, downloads, listings; secure: %s", async (secure) => {
		const server = new MemoryServer({ quirks: { pasvAddress: "10.1.2.3", ...(secure && { requireSessionReuse: "vsftpd" }) } });
		const tls = { cert: certified.cert, key: certified.key };
		const listening = await listen(server, { host: "localhost", tls, implicit: secure === "implicit" });
		cleanUps.push(() => listening.close());
		const { through, proxy } = await kind(name);
		const client = new FTPClient("localhost", { port: listening.port, secure, tls: { ca }, proxy });
		cleanUps.push(() => client.close());
		await client.connect();
		for (const length of [0, 1, 1_500_000]) {
			const bytes = new Uint8Array(length).map((_, index) => (index * 7) % 253);
			await client.upload(`f${length}`, bytes);
			expect(Buffer.compare(await client.download(`f${length}`), bytes)).toBe(0);
		}
		expect((await client.list()).map(({ size }) => size)).toEqual([0, 1, 1_500_000]);
		const stream = await client.downloadStream("f1500000");
		await stream.cancel();
		expect(await client.pwd()).toBe("/");
		// The data connections, too, go to the host that was asked for, and not to where the proxy is.
		expect(through.targets.length).toBeGreaterThanOrEqual(8);
		expect(new Set(through.targets.map((target) => target.replace(/:\d+$/, "")))).toEqual(new Set(["localhost"]));
	});

	test("a pool", async () => {
		const server = new MemoryServer();
		const listening = await listen(server, { host: "localhost" });
		cleanUps.push(() => listening.close());
		const { proxy } = await kind(name);
		const pool = new FTPPool("localhost", { port: listening.port, size: 3, proxy });
		cleanUps.push(() => pool.close());
		for (const file of ["a", "b", "c"]) server.files.write(`/${file}`, file);
		await pool.connect();
		const all = await Promise.all(["a", "b", "c"].map((file) => pool.download(file)));
		expect(all.map((bytes) => new TextDecoder().decode(bytes))).toEqual(["a", "b", "c"]);
	});

	test("what it cannot reach is a connection that failed, with its reason", async () => {
		const { proxy } = await kind(name);
		const client = new FTPClient("localhost", { port: 1, proxy });
		await expect(client.connect()).rejects.toMatchObject({
			name: "FTPNetworkError",
			code: "CONNECT_FAILED",
			message: expect.stringMatching(/^No connection to localhost port 1 by the proxy: ./),
			cause: expect.any(Error),
		});
	});
});

test("101: allowConnect is asked before the proxy is, and a no is not told it", async () => {
	const server = new MemoryServer();
	const listening = await listen(server, { host: "localhost" });
	cleanUps.push(() => listening.close());
	const { through, proxy } = await kind("HTTP");
	const asked: string[] = [];
	const guarded = (allowed: string): FTPClient => {
		const allowConnect = (host: string, _port: number, purpose: string): boolean =>
			asked.push(`${purpose} ${host}`) > 0 && purpose === allowed;
		const client = new FTPClient("localhost", { port: listening.port, proxy, allowConnect });
		cleanUps.push(() => client.close());
		return client;
	};
	const refused = { name: "FTPUsageError", code: "CONNECT_NOT_ALLOWED" };
	await expect(guarded("nothing").connect()).rejects.toMatchObject(refused);
	expect(through.targets).toEqual([]);
	const client = guarded("control");
	await client.connect();
	await expect(client.list()).rejects.toMatchObject(refused);
	expect(through.targets).toEqual([`localhost:${listening.port}`]);
	// The address behind a proxy is the proxy's to know: it is the name again.
	expect(asked).toEqual(["control localhost", "control localhost", "data localhost"]);
});

const dialling = (proxy: ProxyConnect, signal: AbortSignal = never) =>
	nodeDialer({ proxy }).dial(target(21, { tls: "never", host: "ftp.test" }), signal);

test("it is told what for, and that the connection is wanted no longer; a socket that comes too late is closed", async () => {
	const calls: unknown[] = [];
	const late = new PassThrough();
	let come = (_: Duplex): void => undefined;
	const abort = new AbortController();
	const outcome = dialling((wanted, signal) => {
		calls.push(wanted, signal.aborted);
		return new Promise((resolve) => (come = resolve));
	}, abort.signal);
	const rejected = expect(outcome).rejects.toBe("enough");
	abort.abort("enough");
	await rejected;
	expect(calls).toEqual([{ host: "ftp.test", port: 21, purpose: "data" }, false]);
	come(late);
	await expect.poll(() => late.destroyed).toBe(true);
	await expect(dialling(() => Promise.reject(new Error("not called")), abort.signal)).rejects.toBe("enough");
});

test("whatever it throws or gives is told in the library's own terms", async () => {
	const thrown = dialling(() => {
		throw new Error("at once");
	});
	await expect(thrown).rejects.toMatchObject({ code: "CONNECT_FAILED", message: expect.stringContaining("at once") });
	for (const nothing of [undefined, null, 5, {}, { write: () => true }]) {
		await expect(dialling(async () => nothing as never)).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
	}
});

test("bytes that came with the proxy's answer are read first; a socket that was lost is lost", async () => {
	const early = new PassThrough();
	early.write("220 ");
	const connection = await kept(dialling(async () => early));
	early.end("Hi");
	expect(await readAll(connection)).toBe("220 Hi");
	const port = await tcpServer((socket) => socket.resetAndDestroy());
	const lost = await kept(
		dialling(async () => {
			const socket = connect(port, "127.0.0.1");
			await new Promise((resolve) => socket.on("error", resolve).on("close", resolve));
			return socket;
		}),
	);
	await expect(lost.read()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
});

test.each(["before", "after"])("plain text in place of TLS is noticed: it has come %s the handshake has begun", async (when) => {
	const port = await tcpServer((socket) => {
		if (when === "before") socket.write("220 injected\r\n");
		else socket.once("data", () => socket.write("220 injected\r\n"));
	});
	const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
	await once(socket, when === "before" ? "readable" : "connect");
	const connection = await kept(dialling(async () => socket));
	await expect(connection.startTls({ serverName: "localhost" })).rejects.toMatchObject({
		code: expect.stringMatching(/^(?:BYTES_BEFORE_TLS|HANDSHAKE_FAILED)$/),
		message: expect.stringContaining("220 injected"),
	});
	await expect(connection.read()).rejects.toThrow();
});

test.each([
	["localAddress", { localAddress: "not-an-address" }],
	["localAddress", { localAddress: "" }],
	["family", { family: 5 }],
	["of that family", { family: 6, localAddress: "127.0.0.1" }],
	["proxy must be a function", { proxy: "socks5://127.0.0.1:1080" }],
	["proxy's choice", { proxy: bySocks(1), localAddress: "127.0.0.1" }],
	["proxy's choice", { proxy: bySocks(1), family: 4 }],
	["behind a proxy cannot listen", { proxy: bySocks(1), active: true }],
])("%s: %o is refused", (word, options) => {
	expect(() => new FTPClient("localhost", options as object)).toThrow(word);
});

test("the local address, and the IP version, of control and data connections", async () => {
	const server = new MemoryServer();
	const listening = await listen(server, { host: "127.0.0.1" });
	cleanUps.push(() => listening.close());
	const client = new FTPClient("localhost", { port: listening.port, localAddress: "127.0.0.5", family: 4 });
	cleanUps.push(() => client.close());
	await client.connect();
	await client.upload("f", "x");
	expect(server.sessions[0]?.connection.remoteAddress).toBe("127.0.0.5");
	const callers: unknown[] = [];
	const port = await tcpServer((socket) => callers.push(socket.remoteAddress));
	const dialer = nodeDialer({ localAddress: "127.0.0.5" });
	for (const purpose of ["control", "data"] as const) {
		await kept(dialer.dial(target(port, { tls: "never", host: "127.0.0.1", purpose }), never));
	}
	await expect.poll(() => callers).toEqual(["127.0.0.5", "127.0.0.5"]);
	const six = new FTPClient("localhost", { port: listening.port, family: 6 });
	await expect(six.connect()).rejects.toMatchObject({ code: "CONNECT_FAILED" });
	const stranger = new FTPClient("127.0.0.1", { port: listening.port, localAddress: "203.0.113.77" });
	await expect(stranger.connect()).rejects.toMatchObject({ code: "CONNECT_FAILED" });
});
