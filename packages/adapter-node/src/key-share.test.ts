import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { afterEach, expect, test } from "vitest";
import type { NodeConnection } from "./connection.ts";
import { nodeDialer } from "./dialer.ts";
import { certificates, closeAll, kept, never, target } from "./test-support/sockets.ts";
import type { NodeTlsOptions } from "./tls-options.ts";

afterEach(closeAll);

const HANDSHAKE = 0x16;
const CLIENT_HELLO = 1;

const servers: Server[] = [];
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<number> {
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return (server.address() as AddressInfo).port;
}

/** A server that knows only some curves, and counts the ClientHellos of each connection on the way to it. */
async function pickyServer(ecdhCurve: string, more: TlsOptions = {}): Promise<{ port: number; hellos: number[] }> {
	const hellos: number[] = [];
	const inner = await listening(
		createTlsServer({ ...certificates.server, ecdhCurve, ...more }, (socket) => {
			socket.on("error", () => undefined);
		}),
	);
	const front = createServer((client) => {
		const index = hellos.push(0) - 1;
		const server = connect(inner, "127.0.0.1");
		client.on("data", (chunk: Buffer) => {
			for (let at = 0; at + 5 < chunk.length; at += 5 + chunk.readUInt16BE(at + 3)) {
				if (chunk[at] === HANDSHAKE && chunk[at + 5] === CLIENT_HELLO) hellos[index] = (hellos[index] ?? 0) + 1;
			}
		});
		client.pipe(server).pipe(client);
		client.on("error", () => server.destroy());
		client.on("close", () => server.destroy());
		server.on("error", () => client.destroy());
	});
	return { port: await listening(front), hellos };
}

/** A control connection, and a data connection that goes by what the first has agreed on. */
async function two(port: number, tls: NodeTlsOptions = {}): Promise<[NodeConnection, NodeConnection]> {
	const dialer = nodeDialer({ tls: { ca: certificates.ca, ...tls } });
	const control = (await kept(dialer.dial(target(port, { tls: "now" }), never))) as NodeConnection;
	const data = (await kept(dialer.dial(target(port, { tls: "later", purpose: "data" }), never))) as NodeConnection;
	await data.startTls({ serverName: "localhost", resume: control });
	return [control, data];
}

/** OpenSSL sends more than one key share from 3.5 on (Node 22). */
const ofFirst = Number.parseFloat(process.versions.openssl) >= 3.5 ? 1 : 2;

test.each([
	["prime256v1", ofFirst],
	["X25519", 1],
])("a server that knows only %s need not ask for a second ClientHello", async (curve, first) => {
	const { port, hellos } = await pickyServer(curve);
	const [control, data] = await two(port);
	expect(control.tlsCurve).toBe(curve);
	expect(data.tlsProtocol).toBe("TLSv1.3");
	expect(hellos).toEqual([first, 1]);
});

test("where it must, the data connections are spared it", async () => {
	const { port, hellos } = await pickyServer("secp384r1");
	await two(port);
	expect(hellos).toEqual([2, 1]);
});

test("the caller's own choice of curves stands", async () => {
	const { port, hellos } = await pickyServer("prime256v1");
	const [control] = await two(port, { ecdhCurve: "X25519:prime256v1" });
	expect(control.tlsCurve).toBe("prime256v1");
	expect(hellos).toEqual([2, 2]);
});

test("TLS 1.2 has no key shares", async () => {
	const { port } = await pickyServer("prime256v1", { maxVersion: "TLSv1.2" });
	const [control, data] = await two(port);
	expect([control.tlsProtocol, data.tlsProtocol]).toEqual(["TLSv1.2", "TLSv1.2"]);
});
