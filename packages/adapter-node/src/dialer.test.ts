import { afterEach, expect, test } from "vitest";
import { nodeDialer } from "./dialer.ts";
import { certificates, closeAll, kept, never, readAll, target, tcpServer, tlsServer } from "./test-support/sockets.ts";

afterEach(closeAll);

const plain = { tls: "never" } as const;

test("it says what Node can do", () => {
	expect(nodeDialer()).toMatchObject({
		runtime: "Node.js",
		capabilities: { resumeTls: "explicit", detectsTruncation: true, verifyOtherName: true, customCa: true, listen: true },
	});
});

test("an IPv6 address is dialled as it is", async () => {
	let port: number;
	try {
		port = await tcpServer((socket) => socket.end("six"), "::1");
	} catch {
		// A machine without IPv6: then nobody can be reached there, and that is what must be said.
		await expect(nodeDialer().dial(target(9, { ...plain, host: "::1" }), never)).rejects.toMatchObject({
			code: "CONNECT_FAILED",
		});
		return;
	}
	const connection = await kept(nodeDialer().dial(target(port, { ...plain, host: "::1" }), never));
	expect(connection.remoteAddress).toBe("::1");
	expect(await readAll(connection)).toBe("six");
});

test("family keeps to one kind of address", async () => {
	const port = await tcpServer((socket) => socket.end("four"));
	const connection = await kept(nodeDialer({ family: 4 }).dial(target(port, plain), never));
	expect(connection.remoteAddress).toBe("127.0.0.1");
	await expect(nodeDialer({ family: 6 }).dial(target(port, plain), never)).rejects.toMatchObject({ code: "CONNECT_FAILED" });
});

test("what was refused is in the message, with every address that was tried", async () => {
	const error = await nodeDialer()
		.dial(target(1, plain), never)
		.catch((error: unknown) => error);
	expect(error).toMatchObject({ name: "FTPNetworkError", code: "CONNECT_FAILED" });
	expect((error as Error).message).toMatch(/^No connection to localhost port 1: .*ECONNREFUSED 127\.0\.0\.1:1/);
	expect((error as Error).cause).toBeInstanceOf(Error);
});

test("no host and no port that cannot be one is given to Node, which would dial this machine", async () => {
	for (const bad of [{ host: "" }, { port: 0 }, { port: -1 }, { port: 65_536 }, { port: 1.5 }, { port: Number.NaN }]) {
		await expect(nodeDialer().dial(target(21, { ...plain, ...bad }), never)).rejects.toMatchObject({ name: "FTPUsageError" });
	}
});

test("a dial that is aborted in the same turn leaves nothing behind", async () => {
	let connected = 0;
	const port = await tcpServer((socket) => {
		connected++;
		socket.on("close", () => connected--).resume();
	});
	for (const moment of ["at once", "after a microtask", "after a turn"]) {
		const abort = new AbortController();
		const dialling = nodeDialer().dial(target(port, { ...plain, host: "127.0.0.1" }), abort.signal);
		const outcome = dialling.then(
			(connection) => connection.close(),
			(error: unknown) => error,
		);
		if (moment === "after a microtask") {
			await Promise.resolve();
		} else if (moment === "after a turn") {
			await new Promise(setImmediate);
		}
		abort.abort(moment);
		expect([moment, undefined]).toContain(await outcome);
	}
	await expect.poll(() => connected).toBe(0);
});

test("closing at any moment of a TLS connection's life upsets nobody", async () => {
	const port = await tlsServer((socket) => {
		socket.on("data", (bytes) => socket.write(bytes));
		socket.write(Buffer.alloc(200_000));
	});
	const dialer = nodeDialer({ tls: { ca: certificates.ca } });
	const outcomes = new Set<string>();
	for (let turns = 0; turns < 60; turns++) {
		const connection = await dialer.dial(target(port, { tls: "later" }), never);
		const life = (async () => {
			await connection.startTls({ serverName: "localhost" });
			await Promise.all([connection.write(Buffer.alloc(300_000)), readAll(connection)]);
		})();
		const outcome = life.then(
			() => "ended",
			(error: Error) => error.message,
		);
		for (let turn = 0; turn < turns; turn++) {
			await new Promise(setImmediate);
		}
		connection.close();
		connection.close();
		outcomes.add(await outcome);
	}
	expect([...outcomes]).toEqual(["The connection was closed on this side"]);
});

test("after a reset both directions fail with what Node says", async () => {
	const port = await tcpServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
	const connection = await kept(nodeDialer().dial(target(port, { ...plain, host: "127.0.0.1" }), never));
	await connection.write(Buffer.from("x"));
	await expect(connection.read()).rejects.toMatchObject({
		code: "CONNECTION_LOST",
		message: expect.stringContaining("ECONNRESET"),
		cause: { code: "ECONNRESET" },
	});
	await expect(connection.write(Buffer.from("x"))).rejects.toMatchObject({ code: "CONNECTION_LOST" });
	await expect(connection.end()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
});

test("writing after end() is an error and leaves reading alone", async () => {
	const port = await tcpServer((socket) => socket.resume().on("end", () => socket.end("done")));
	const connection = await kept(nodeDialer().dial(target(port, { ...plain, host: "127.0.0.1" }), never));
	await connection.write(new Uint8Array(0));
	await connection.end();
	await connection.end();
	await expect(connection.write(Buffer.from("x"))).rejects.toMatchObject({ code: "CONNECTION_LOST" });
	expect(await readAll(connection)).toBe("done");
});
