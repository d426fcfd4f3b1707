import { afterEach, expect, test } from "vitest";
import { NodeConnection } from "./connection.ts";
import { nodeDialer } from "./dialer.ts";
import { certificates, closeAll, kept, never, readAll, target, tcpServer, tlsServer } from "./test-support/sockets.ts";

afterEach(closeAll);

/** A connection for an upload, before its TLS. */
const dialled = (port: number, tls = { ca: certificates.ca }) =>
	kept(nodeDialer({ tls }).dial(target(port, { tls: "later" }), never));

const writeOnly = { serverName: "localhost", writeOnly: true } as const;

test.each(["TLSv1.2", "TLSv1.3"] as const)("%s for an upload: version and session of the control connection", async (version) => {
	const received: Buffer[] = [];
	const port = await tlsServer(
		(socket) => {
			socket.write("welcome");
			socket.on("data", (bytes: Buffer) => received.push(bytes)).on("end", () => socket.end("226"));
		},
		{ ...certificates.server, maxVersion: version },
	);
	const dialer = nodeDialer({ tls: { ca: certificates.ca } });
	const control = await kept(dialer.dial(target(port, { purpose: "control" }), never));
	// With the first bytes come the tickets.
	await control.read();
	const data = await kept(dialer.dial(target(port, { tls: "later" }), never));
	await data.startTls({ ...writeOnly, resume: control });
	expect(data).toBeInstanceOf(NodeConnection);
	expect(data).toMatchObject({ tlsProtocol: version, sessionReused: true });
	await data.write(Buffer.alloc(700_000, 7));
	await data.end();
	expect(await readAll(data)).toBe("welcome226");
	expect(Buffer.concat(received)).toEqual(Buffer.alloc(700_000, 7));
});

test.each(["expired", "wrongName", "selfSigned"] as const)(
	"a certificate that is %s is refused for an upload, too",
	async (which) => {
		const connection = await dialled(await tlsServer(() => undefined, certificates[which]));
		await expect(connection.startTls(writeOnly)).rejects.toMatchObject({ name: "FTPTLSError", code: "HANDSHAKE_FAILED" });
		await expect(connection.write(Buffer.from("secret"))).rejects.toThrow();
	},
);

test.each(["end", "resetAndDestroy", "text"] as const)("instead of a handshake comes: %s", async (what) => {
	const port = await tcpServer(
		(socket) => socket.once("data", () => (what === "text" ? socket.write("230 You are in\r\n") : socket[what]())),
		"localhost",
	);
	await expect((await dialled(port)).startTls(writeOnly)).rejects.toMatchObject({ code: "HANDSHAKE_FAILED" });
});

test("bytes in the clear get past an upload's TLS neither before nor after it has begun", async () => {
	const connection = await dialled(await tcpServer((socket) => socket.write("220 Hi\r\n"), "localhost"));
	const error = await connection.startTls(writeOnly).catch((error: unknown) => error);
	expect(["BYTES_BEFORE_TLS", "HANDSHAKE_FAILED"]).toContain((error as { code?: unknown }).code);
	await expect(connection.read()).rejects.toThrow();
});

test.each(["reset", "silent"] as const)("an upload whose server is %s ends with an error, not never", async (how) => {
	const port = await tlsServer((socket) => {
		socket.pause();
		if (how === "reset") setTimeout(() => socket.destroy(), 20);
	});
	const connection = await dialled(port);
	await connection.startTls(writeOnly);
	const flood = async (): Promise<void> => {
		for (;;) await connection.write(Buffer.alloc(1_000_000));
	};
	if (how === "silent") setTimeout(() => connection.close(), 20);
	await expect(flood()).rejects.toMatchObject({ name: "FTPNetworkError", code: "CONNECTION_LOST" });
	await expect(connection.read()).rejects.toThrow();
});
