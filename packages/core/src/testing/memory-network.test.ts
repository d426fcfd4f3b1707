import { expect, test } from "vitest";
import type { Connection, DialTarget } from "../client/dialer.ts";
import { FTPNetworkError } from "../errors/index.ts";
import { MemoryNetwork, type MemoryNetworkOptions } from "./memory-network.ts";
import { VirtualClock } from "./virtual-clock.ts";

const never = new AbortController().signal;
const target = (port = 21, more: Partial<DialTarget> = {}): DialTarget => ({
	host: "ftp.test",
	port,
	tls: "never",
	serverName: "ftp.test",
	purpose: "control",
	...more,
});
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (chunk: Uint8Array | undefined): string | undefined => chunk && new TextDecoder().decode(chunk);

interface Pair {
	readonly network: MemoryNetwork;
	readonly client: Connection;
	readonly server: Connection;
}

async function connect(options: MemoryNetworkOptions = {}): Promise<Pair> {
	const network = new MemoryNetwork(options);
	const listener = await network.listen("ftp.test", 21);
	const client = await network.dialer().dial(target(), never);
	return { network, client, server: await listener.accept() };
}

async function readAll(connection: Connection): Promise<string[]> {
	const chunks: string[] = [];
	for (let chunk = await connection.read(); chunk !== undefined; chunk = await connection.read()) {
		chunks.push(new TextDecoder().decode(chunk));
	}
	return chunks;
}

test("bytes travel both ways, and each direction ends by itself", async () => {
	const { client, server } = await connect();
	await client.write(bytes("ping"));
	await client.end();
	expect(await readAll(server)).toEqual(["ping"]);
	await server.write(bytes("pong"));
	await server.end();
	expect(await readAll(client)).toEqual(["pong"]);
	expect(await client.read()).toBeUndefined();
});

test("a read takes all that is there, and waits when there is nothing", async () => {
	const { client, server } = await connect();
	const waiting = server.read();
	await client.write(bytes("a"));
	expect(text(await waiting)).toBe("a");
	await client.write(bytes("b"));
	await client.write(bytes("c"));
	expect(text(await server.read())).toBe("bc");
});

test("chunkSize cuts what is read at every size", async () => {
	for (let chunkSize = 1; chunkSize <= 6; chunkSize++) {
		const { client, server } = await connect({ chunkSize });
		await client.write(bytes("abc"));
		await client.write(bytes("def"));
		await client.end();
		const chunks = await readAll(server);
		expect(chunks.join("")).toBe("abcdef");
		expect(chunks.slice(0, -1).every((chunk) => chunk.length === chunkSize)).toBe(true);
	}
});

test("what is written may be changed afterwards", async () => {
	const { client, server } = await connect();
	const buffer = bytes("first");
	await client.write(buffer);
	buffer.fill(0);
	expect(text(await server.read())).toBe("first");
});

test("a full buffer makes the writer wait until the reader has made room", async () => {
	const { client, server } = await connect({ bufferSize: 4 });
	const clock = new VirtualClock();
	let written = false;
	const writing = client.write(bytes("123456")).then(() => {
		written = true;
	});
	await clock.settle();
	expect(written).toBe(false);
	expect(text(await server.read())).toBe("1234");
	await writing;
	expect(text(await server.read())).toBe("56");
});

test("close() says FIN when all was read", async () => {
	const { client, server } = await connect();
	await client.write(bytes("last words"));
	client.close();
	client.close();
	expect(await readAll(server)).toEqual(["last words"]);
	await expect(server.write(bytes("too late"))).rejects.toMatchObject({ code: "CONNECTION_LOST" });
});

test("close() with unread bytes is RST, as TCP does it", async () => {
	const { client, server } = await connect();
	await server.write(bytes("never read"));
	await client.write(bytes("lost"));
	client.close();
	await expect(server.read()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
});

test("after close() everything rejects, also what was pending", async () => {
	const { client } = await connect();
	const pending = client.read();
	client.close();
	await expect(pending).rejects.toBeInstanceOf(FTPNetworkError);
	await expect(client.read()).rejects.toBeInstanceOf(FTPNetworkError);
	await expect(client.write(bytes("x"))).rejects.toBeInstanceOf(FTPNetworkError);
	await expect(client.end()).rejects.toBeInstanceOf(FTPNetworkError);
});

test("a writer that waits for room fails when the reader goes", async () => {
	const { client, server } = await connect({ bufferSize: 2 });
	const writing = client.write(bytes("1234"));
	server.close();
	await expect(writing).rejects.toMatchObject({ code: "CONNECTION_LOST" });
});

test("a host can reset a connection", async () => {
	const { network, client, server } = await connect();
	await server.write(bytes("gone"));
	network.host("ftp.test").reset(server);
	await expect(client.read()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
	await expect(client.write(bytes("x"))).rejects.toMatchObject({ code: "CONNECTION_LOST" });
});

test("two reads or two writes at once break the contract, and are told so", async () => {
	const { client, server } = await connect({ bufferSize: 1 });
	const reading = client.read();
	await expect(client.read()).rejects.toThrow("A second read");
	const writing = client.write(bytes("12"));
	await expect(client.end()).rejects.toThrow("A second write");
	await server.read();
	await writing;
	client.close();
	await expect(reading).rejects.toBeInstanceOf(FTPNetworkError);
});

test("a dial is refused where nobody listens, and every dial is recorded", async () => {
	const network = new MemoryNetwork();
	const dialer = network.dialer();
	await expect(dialer.dial(target(2121), never)).rejects.toMatchObject({ code: "CONNECT_FAILED" });
	const listener = await network.listen("ftp.test", 2121);
	await dialer.dial(target(2121, { purpose: "data", tls: "later" }), never);
	listener.close();
	await expect(dialer.dial(target(2121), never)).rejects.toMatchObject({ code: "CONNECT_FAILED" });
	expect(network.dials.map(({ host, port, purpose, tls }) => `${purpose} ${host}:${port} ${tls}`)).toEqual([
		"control ftp.test:2121 never",
		"data ftp.test:2121 later",
		"control ftp.test:2121 never",
	]);
});

test("what a client sends is in the record of its dial", async () => {
	const { network, client } = await connect();
	expect(network.dials[0]).toMatchObject({ bytesSent: 0 });
	await client.write(bytes("USER "));
	await client.write(bytes("me"));
	expect(network.dials[0]?.bytesSent).toBe(7);
	expect(text(network.dials[0]?.sent)).toBe("USER me");
});

test("a host is reached by name and by address, and knows who dialled", async () => {
	const network = new MemoryNetwork();
	const host = network.host("ftp.test", "10.0.0.7");
	const listener = await host.listen(21);
	const client = await network.dialer({ address: "10.9.9.9" }).dial(target(21, { host: "10.0.0.7" }), never);
	expect(client.remoteAddress).toBe("10.0.0.7");
	expect((await listener.accept()).remoteAddress).toBe("10.9.9.9");
	expect(network.host("10.0.0.7")).toBe(host);
});

test("free ports differ, a taken port is refused", async () => {
	const host = new MemoryNetwork().host("ftp.test");
	const [first, second] = [await host.listen(), await host.listen()];
	expect(first.port).not.toBe(second.port);
	await expect(host.listen(first.port)).rejects.toMatchObject({ code: "BAD_ARGUMENT" });
});

test("closing a listener resets who waits to be accepted, and rejects accept()", async () => {
	const network = new MemoryNetwork();
	const listener = await network.listen("ftp.test", 21);
	const client = await network.dialer().dial(target(), never);
	listener.close();
	listener.close();
	await expect(client.read()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
	await expect(listener.accept()).rejects.toMatchObject({ code: "CONNECTION_LOST" });
	expect(network.open.ports).toBe(0);
});

test("a black hole never answers until the dial is aborted", async () => {
	const network = new MemoryNetwork();
	await network.listen("ftp.test", 21);
	network.blackHole("ftp.test", 21);
	const controller = new AbortController();
	const dial = network.dialer().dial(target(), controller.signal);
	const reason = new Error("enough");
	controller.abort(reason);
	await expect(dial).rejects.toBe(reason);
	await expect(network.dialer().dial(target(), controller.signal)).rejects.toBe(reason);
	await expect(network.dialer().dial(target(22), never)).rejects.toMatchObject({ code: "CONNECT_FAILED" });
});

test("latency delays the dial by a round trip, and bytes and FIN by one way", async () => {
	const clock = new VirtualClock(0);
	const network = new MemoryNetwork({ clock, latency: 50 });
	const listener = await network.listen("ftp.test", 21);
	const client = await clock.until(network.dialer().dial(target(), never));
	expect(clock.now()).toBe(100);
	const server = await listener.accept();
	await client.write(bytes("x"));
	await client.end();
	expect(text(await clock.until(server.read()))).toBe("x");
	expect(clock.now()).toBe(150);
	expect(await clock.until(server.read())).toBeUndefined();
	expect(clock.now()).toBe(150);
	expect(clock.pending).toBe(0);
});

test("aborting a dial under way leaves no timer", async () => {
	const clock = new VirtualClock();
	const network = new MemoryNetwork({ clock, latency: 50 });
	await network.listen("ftp.test", 21);
	const controller = new AbortController();
	const dial = network.dialer().dial(target(), controller.signal);
	expect(clock.pending).toBe(1);
	controller.abort();
	await expect(dial).rejects.toMatchObject({ name: "AbortError" });
	expect(clock.pending).toBe(0);
});

test("what is open is counted: closed, or ended both ways, is not open", async () => {
	const { network, client, server } = await connect();
	expect(network.open).toEqual({ dialled: 1, accepted: 1, ports: 1 });
	await client.end();
	await server.read();
	await server.end();
	expect(network.open).toEqual({ dialled: 1, accepted: 0, ports: 1 });
	await client.read();
	expect(network.open.dialled).toBe(0);
	network.host("ftp.test").listener(21)?.close();
	expect(network.open).toEqual({ dialled: 0, accepted: 0, ports: 0 });
});
