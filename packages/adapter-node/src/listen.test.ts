import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket, connect as tcpConnect } from "node:net";
import type { Connection, Listener, ListenOptions } from "@isoftp/core";
import { afterEach, expect, test } from "vitest";
import { nodeDialer } from "./dialer.ts";
import { closeAll, kept, never, readAll, target, tcpServer } from "./test-support/sockets.ts";

afterEach(closeAll);

const dialer = nodeDialer();

/** A control connection to a server at this address. */
async function control(host = "127.0.0.1"): Promise<Connection> {
	const port = await tcpServer(() => undefined, host);
	return kept(dialer.dial(target(port, { tls: "never", host, purpose: "control" }), never));
}

async function opened(options: ListenOptions, signal: AbortSignal = never): Promise<Listener> {
	const listener = await dialer.listen?.(options, signal);
	if (!listener) throw new Error("Node can listen");
	return listener;
}

/** What the server does: it connects, from one of this machine's addresses. */
function call({ host, port }: Listener, localAddress?: string): Socket {
	return tcpConnect({ host, port, ...(localAddress && { localAddress }) }).on("error", () => undefined);
}

async function isRefused(listener: Listener): Promise<boolean> {
	const socket = call(listener);
	return await new Promise((resolve) => {
		socket
			.on("close", () => resolve(true))
			.on("connect", () => {
				resolve(false);
				socket.destroy();
			});
	});
}

/** Ports next to each other that were free a moment ago. */
async function freeRange(count: number): Promise<[number, number]> {
	for (;;) {
		const servers: Server[] = [];
		try {
			const first = await taken(0, servers);
			for (let port = first + 1; port < first + count; port++) await taken(port, servers);
			return [first, first + count - 1];
		} catch {
			// One of them belongs to somebody else: other ones.
		} finally {
			await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
		}
	}
}

async function taken(port: number, servers: Server[]): Promise<number> {
	const server = createServer();
	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	servers.push(server);
	return (server.address() as AddressInfo).port;
}

test.each(["127.0.0.1", "::1"])("a port at the control connection's own address, %s, for one connection", async (host) => {
	const listener = await opened({ control: await control(host) });
	expect(listener.host).toBe(host);
	const socket = call(listener);
	socket.end("the file");
	const connection = await kept(listener.accept());
	expect(connection.remoteAddress).toBe(host);
	expect(await readAll(connection)).toBe("the file");
	expect(await isRefused(listener)).toBe(true);
});

test("what is sent goes out, and so does the end of it", async () => {
	const listener = await opened({ control: await control() });
	const socket = call(listener);
	const received: Buffer[] = [];
	socket.on("data", (bytes: Buffer) => received.push(bytes));
	const connection = await kept(listener.accept());
	for (let round = 0; round < 30; round++) await connection.write(Buffer.alloc(100_000, round));
	await connection.end();
	await once(socket, "end");
	expect(Buffer.concat(received)).toEqual(Buffer.concat(Array.from({ length: 30 }, (_, round) => Buffer.alloc(100_000, round))));
});

test("67: strangers are closed, and the wait goes on", async () => {
	const listener = await opened({ control: await control() });
	const strangers = ["127.0.0.2", "127.0.0.3"].map((address) => call(listener, address));
	await Promise.all(strangers.map((socket) => once(socket.resume(), "close")));
	call(listener).end("mine");
	expect(await readAll(await kept(listener.accept()))).toBe("mine");
});

test("67: too many strangers are the end of it", async () => {
	const listener = await opened({ control: await control() });
	const accepted = expect(listener.accept()).rejects.toMatchObject({ name: "FTPNetworkError", code: "CONNECT_FAILED" });
	for (let count = 0; count < 100; count++) {
		const socket = call(listener, "127.0.0.2").resume();
		await once(socket, "close");
	}
	await accepted;
	expect(await isRefused(listener)).toBe(true);
});

test("aborting closes the port, at once or while it waits, and a connection that nobody has taken", async () => {
	const abort = new AbortController();
	const listener = await opened({ control: await control() }, abort.signal);
	const accepted = expect(listener.accept()).rejects.toBe("enough");
	abort.abort("enough");
	await accepted;
	expect(await isRefused(listener)).toBe(true);
	await expect(opened({ control: await control() }, abort.signal)).rejects.toBe("enough");

	const second = new AbortController();
	const other = await opened({ control: await control() }, second.signal);
	const socket = call(other);
	await once(socket, "connect");
	const closed = once(socket.resume(), "close");
	second.abort("no more");
	await closed;
	await expect(other.accept()).rejects.toBe("no more");
});

test("aborting has no effect on a connection that was taken", async () => {
	const abort = new AbortController();
	const listener = await opened({ control: await control() }, abort.signal);
	const socket = call(listener);
	const connection = await kept(listener.accept());
	abort.abort();
	socket.end("still here");
	expect(await readAll(connection)).toBe("still here");
});

test("a connection that is reset before it is taken is lost, not a wait without end", async () => {
	const listener = await opened({ control: await control() });
	const socket = call(listener);
	await once(socket, "connect");
	socket.resetAndDestroy();
	await new Promise((resolve) => setImmediate(resolve));
	const connection = await kept(listener.accept());
	await expect(connection.read()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
});

test("the ports of a range are used one after the other, and when none is left that is said", async () => {
	const range = await freeRange(3);
	const way = await control();
	const listeners: Listener[] = [];
	const abort = new AbortController();
	for (let count = 0; count < 3; count++) listeners.push(await opened({ control: way, ports: range }, abort.signal));
	expect(listeners.map(({ port }) => port).sort()).toEqual([range[0], range[0] + 1, range[1]]);
	const message = new RegExp(`None of the ports from ${range[0]} to ${range[1]} could be opened: .*EADDRINUSE`);
	await expect(opened({ control: way, ports: range })).rejects.toMatchObject({ code: "CONNECT_FAILED", message });
	abort.abort();
	const again = new AbortController();
	const free = await opened({ control: way, ports: range }, again.signal);
	expect(free.port).toBeGreaterThanOrEqual(range[0]);
	again.abort();
	await expect(free.accept()).rejects.toBeDefined();
});

test("a control connection of somebody else's making has no address to listen at", async () => {
	const foreign = { remoteAddress: "192.0.2.1" } as Connection;
	await expect(opened({ control: foreign })).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
});
