import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Action, Fault, Moment } from "./fault.ts";
import { inWords } from "./fault.ts";
import { ChaosProxy } from "./proxy.ts";

/** What one side has seen of its connection. */
interface Seen {
	text: string;
	how: "open" | "ended" | "reset";
}

function watch(socket: Socket): Seen {
	const seen: Seen = { text: "", how: "open" };
	socket.setEncoding("latin1");
	socket.on("data", (text: string) => {
		seen.text += text;
	});
	socket.on("end", () => {
		seen.how = "ended";
	});
	socket.on("error", () => {
		seen.how = "reset";
	});
	return seen;
}

interface Ends {
	readonly client: Socket;
	readonly clientSeen: Seen;
	/** Undefined as long as nobody has come. */
	readonly server: () => Socket | undefined;
	readonly serverSeen: () => Seen | undefined;
	readonly proxy: ChaosProxy;
}

/** A client and a server with the proxy between them, on which one thing goes wrong. */
async function through(moment: Moment, action: Action, kind: "control" | "data" = "control"): Promise<Ends> {
	const fault: Fault = { kind, connection: 0, moment, action };
	const proxy = new ChaosProxy([fault]);
	let server: Socket | undefined;
	let seen: Seen | undefined;
	const listener = createServer({ allowHalfOpen: true }, (socket) => {
		server = socket;
		seen = watch(socket);
	});
	await new Promise<void>((resolve) => {
		listener.listen(0, "127.0.0.1", resolve);
	});
	const { port } = listener.address() as AddressInfo;
	await proxy.open({ kind, port, isReadable: true });
	const client = connect({ host: proxy.host, port, allowHalfOpen: true });
	onTestFinished(async () => {
		client.destroy();
		server?.destroy();
		listener.close();
		await proxy.stop();
	});
	return { client, clientSeen: watch(client), server: () => server, serverSeen: () => seen, proxy };
}

const NOTHING: Moment = { type: "line", starts: "never said", side: "before" };

test("without a fault lines, bytes and ends go through, in either direction", async () => {
	const { client, clientSeen, server, serverSeen, proxy } = await through(NOTHING, { type: "reset" });
	client.end("USER me\r\nPASS you\r\nno line end");
	await expect.poll(() => serverSeen()).toEqual({ text: "USER me\r\nPASS you\r\nno line end", how: "ended" });
	expect(clientSeen.how).toBe("open");
	server()?.end("230 Welcome\r\n");
	await expect.poll(() => clientSeen).toEqual({ text: "230 Welcome\r\n", how: "ended" });
	await proxy.quiet();
	expect(proxy.fired).toEqual([]);
});

test("a client that keeps its connection is found out", async () => {
	const { clientSeen, server, proxy } = await through(NOTHING, { type: "reset" });
	await expect.poll(server).toBeDefined();
	server()?.end();
	await expect.poll(() => clientSeen.how).toBe("ended");
	await expect(proxy.quiet(50)).rejects.toThrow("still holds 1 connections");
});

const bytes: Moment = { type: "bytes", direction: "down", count: 10 };
const outcomes = [
	[{ type: "reset" }, "reset", "reset"],
	[{ type: "cut" }, "ended", "ended"],
	[{ type: "truncate" }, "ended", "reset"],
	[{ type: "swallow" }, "ended", "open"],
	[{ type: "stall" }, "open", "open"],
] as const satisfies [Action, Seen["how"], Seen["how"]][];

for (const [action, clientSees, serverSees] of outcomes) {
	test(`after ten bytes: ${action.type} is "${clientSees}" for the client and "${serverSees}" for the server`, async () => {
		const { clientSeen, server, serverSeen, proxy } = await through(bytes, action, "data");
		await expect.poll(server).toBeDefined();
		server()?.write("0123456789abcdef");
		await expect.poll(() => proxy.fired.map(inWords)).toEqual([`data 0, bytes down 10 → ${action.type}`]);
		await expect.poll(() => clientSeen.how).toBe(clientSees);
		await expect.poll(() => serverSeen()?.how).toBe(serverSees);
		// A reset may overtake what was sent before it.
		if (action.type !== "reset") await expect.poll(() => clientSeen.text).toBe("0123456789");
		// What is written later is lost, too.
		server()?.write("ghi");
		expect(clientSeen.text.length).toBeLessThanOrEqual(10);
	});
}

test("a command is executed, and its answer is lost", async () => {
	const moment: Moment = { type: "line", starts: "RNTO", side: "after" };
	const { client, clientSeen, server, serverSeen } = await through(moment, { type: "cut" });
	client.write("RNFR a\r\nRNTO b\r\n");
	await expect.poll(() => serverSeen()?.text).toBe("RNFR a\r\nRNTO b\r\n");
	server()?.write("250 Renamed\r\n");
	await expect.poll(() => clientSeen).toEqual({ text: "", how: "ended" });
});

test("a command of a burst is held back, with all behind it", async () => {
	const moment: Moment = { type: "line", starts: "PASS", side: "before" };
	const { client, serverSeen } = await through(moment, { type: "reset" });
	client.write("USER me\r\nPASS you\r\nFEAT\r\n");
	// The reset may overtake the line before it.
	await expect.poll(() => serverSeen()?.how).toBe("reset");
	expect("USER me\r\n").toContain(serverSeen()?.text);
});

test("nothing is read as lines once TLS begins", async () => {
	const moment: Moment = { type: "line", starts: "USER", side: "before" };
	const { client, clientSeen, server, serverSeen, proxy } = await through(moment, { type: "reset" });
	client.write("AUTH TLS\r\n");
	await expect.poll(() => serverSeen()?.text).toBe("AUTH TLS\r\n");
	server()?.write("234 Go on\r\n");
	await expect.poll(() => clientSeen.text).toBe("234 Go on\r\n");
	client.write("USER in a record\r\nwithout its end");
	await expect.poll(() => serverSeen()?.text).toBe("AUTH TLS\r\nUSER in a record\r\nwithout its end");
	expect(proxy.fired).toEqual([]);
});

test("the end of a data connection comes after the reply that speaks of it", async () => {
	const { clientSeen, server, proxy } = await through({ type: "end", direction: "down" }, { type: "stall" }, "data");
	await expect.poll(server).toBeDefined();
	server()?.end("all of it");
	await expect.poll(() => clientSeen.text).toBe("all of it");
	await expect.poll(() => proxy.fired.length).toBe(1);
	expect(clientSeen.how).toBe("open");
});

test("a connection is taken and leads nowhere", async () => {
	const { client, clientSeen, server, proxy } = await through({ type: "accept" }, { type: "stall" });
	client.end("USER me\r\n");
	await expect.poll(() => proxy.fired.length).toBe(1);
	expect(clientSeen).toEqual({ text: "", how: "open" });
	await proxy.quiet();
	expect(server()).toBeUndefined();
});

test("a connection is refused, and the next one is not", async () => {
	const fault: Fault = { kind: "data", connection: 0, moment: { type: "accept" }, action: { type: "refuse" } };
	const proxy = new ChaosProxy([fault]);
	onTestFinished(() => proxy.stop());
	const listener = createServer((socket) => socket.end("here"));
	onTestFinished(() => void listener.close());
	await new Promise<void>((resolve) => {
		listener.listen(0, "127.0.0.1", resolve);
	});
	const { port } = listener.address() as AddressInfo;
	const dial = (): Seen => watch(connect({ host: proxy.host, port }));
	await proxy.open({ kind: "data", port, isReadable: false, isForOne: true });
	const first = dial();
	await expect.poll(() => first.how).toBe("reset");
	expect(proxy.fired).toEqual([fault]);
	await proxy.open({ kind: "data", port, isReadable: false, isForOne: true });
	const second = dial();
	await expect.poll(() => second).toEqual({ text: "here", how: "ended" });
});
