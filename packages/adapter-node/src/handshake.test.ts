import type { TLSSocket } from "node:tls";
import { FTPTLSError } from "@isoftp/core";
import { afterEach, expect, test } from "vitest";
import { NodeConnection } from "./connection.ts";
import { nodeDialer } from "./dialer.ts";
import { certificates, closeAll, kept, never, readAll, target, tcpServer, tlsServer } from "./test-support/sockets.ts";
import type { NodeTlsOptions } from "./tls-options.ts";

afterEach(closeAll);

const { ca } = certificates;
const dialWith = (tls: NodeTlsOptions, port: number, more = {}) => nodeDialer({ tls }).dial(target(port, more), never);

test("an expired certificate is refused, with the reason and its code", async () => {
	const port = await tlsServer(() => undefined, certificates.expired);
	const error = await dialWith({ ca }, port).catch((error: unknown) => error);
	expect(error).toBeInstanceOf(FTPTLSError);
	expect(error).toMatchObject({ code: "HANDSHAKE_FAILED", cause: { code: "CERT_HAS_EXPIRED" } });
	expect((error as Error).message).toBe("TLS with localhost failed: certificate has expired (CERT_HAS_EXPIRED)");
});

test("without verification only where the caller asks for it", async () => {
	const port = await tlsServer((socket) => socket.end("hello"), certificates.selfSigned);
	await expect(dialWith({}, port)).rejects.toMatchObject({ code: "HANDSHAKE_FAILED" });
	await expect(dialWith({ rejectUnauthorized: undefined }, port)).rejects.toMatchObject({ code: "HANDSHAKE_FAILED" });
	expect(await readAll(await kept(dialWith({ rejectUnauthorized: false }, port)))).toBe("hello");
});

test("an address is verified against the addresses in the certificate, and is not sent as a server name", async () => {
	const names: unknown[] = [];
	const serve = (socket: TLSSocket) => {
		names.push(socket.servername);
		socket.end("hello");
	};
	const port = await tlsServer(serve);
	expect(await readAll(await kept(dialWith({ ca }, port)))).toBe("hello");
	expect(await readAll(await kept(dialWith({ ca }, port, { serverName: "127.0.0.1" })))).toBe("hello");
	expect(names).toEqual(["localhost", false]);
	const wrong = await tlsServer(serve, certificates.wrongName);
	await expect(dialWith({ ca }, wrong, { serverName: "127.0.0.1" })).rejects.toMatchObject({
		cause: { code: "ERR_TLS_CERT_ALTNAME_INVALID" },
	});
	await expect(dialWith({ ca }, wrong, { serverName: "::1" })).rejects.toMatchObject({
		cause: { code: "ERR_TLS_CERT_ALTNAME_INVALID" },
	});
});

test("servername is verified in place of the host", async () => {
	const port = await tlsServer((socket) => socket.end(String(socket.servername)), certificates.wrongName);
	expect(await readAll(await kept(dialWith({ ca, servername: "elsewhere.test" }, port)))).toBe("elsewhere.test");
});

test("checkServerIdentity has the last word", async () => {
	const port = await tlsServer((socket) => socket.end("hello"), certificates.wrongName);
	const asked: string[] = [];
	const checkServerIdentity = (name: string) => {
		asked.push(name);
		return undefined;
	};
	expect(await readAll(await kept(dialWith({ ca, checkServerIdentity }, port)))).toBe("hello");
	expect(asked).toEqual(["localhost"]);
	const refuse = () => new Error("pinned key\r\nchanged");
	await expect(dialWith({ ca, checkServerIdentity: refuse }, port)).rejects.toThrow(
		"TLS with localhost failed: pinned key changed",
	);
});

test("a server that wants a client certificate gets it, and refuses who has none", async () => {
	const context = { ...certificates.server, ca };
	const options = { requestCert: true, rejectUnauthorized: true };
	for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
		const port = await tlsServer((socket) => socket.end("hello"), { ...context, maxVersion }, options);
		expect(await readAll(await kept(dialWith({ ca, ...certificates.client }, port)))).toBe("hello");
		// TLS 1.3 lets the client finish first; the refusal comes in place of the first bytes.
		await expect(dialWith({ ca }, port).then((connection) => readAll(connection))).rejects.toMatchObject({
			name: "FTPTLSError",
			code: "HANDSHAKE_FAILED",
		});
	}
});

test("68: a port that does not begin with TLS says so", async () => {
	const port = await tcpServer((socket) => socket.write("220 Welcome\r\n"), "localhost");
	await expect(dialWith({ ca }, port)).rejects.toMatchObject({
		name: "FTPTLSError",
		code: "HANDSHAKE_FAILED",
		message: expect.stringContaining("220 Welcome"),
	});
});

test("59: text that arrives before TLS begins, or in its place, is an attack", async () => {
	const early = await tcpServer((socket) => socket.write("220 Hi\r\n"), "localhost");
	const instead = await tcpServer((socket) => socket.once("data", () => socket.write("230 You are in\r\n")), "localhost");
	for (const [port, received] of [
		[early, "220 Hi\\u{d}\\u{a}"],
		[instead, "230 You are in\\u{d}\\u{a}"],
	] as const) {
		const connection = await kept(dialWith({ ca }, port, { tls: "later" }));
		await expect(connection.startTls({ serverName: "localhost" })).rejects.toMatchObject({
			name: "FTPProtocolError",
			code: "BYTES_BEFORE_TLS",
			received,
		});
		await expect(connection.read()).rejects.toThrow();
	}
});

test("a server that hangs up during the handshake, politely or not, has failed it", async () => {
	for (const hangUp of ["end", "resetAndDestroy"] as const) {
		const port = await tcpServer((socket) => socket.once("data", () => socket[hangUp]()), "localhost");
		await expect(dialWith({ ca }, port)).rejects.toMatchObject({
			name: "FTPTLSError",
			code: "HANDSHAKE_FAILED",
			cause: { name: "FTPNetworkError", code: "CONNECTION_LOST" },
		});
	}
});

test("options that no TLS can be made of are the caller's fault", async () => {
	const port = await tlsServer(() => undefined);
	for (const tls of [{ cert: "no certificate" }, { key: "no key" }, { ciphers: "NONE-SUCH" }]) {
		await expect(dialWith(tls, port)).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
	}
});

test("a data connection keeps to the protocol version of its control connection", async () => {
	const old = await tlsServer((socket) => socket.resume(), { ...certificates.server, maxVersion: "TLSv1.2" });
	const port = await tlsServer((socket) => socket.end(String(socket.getProtocol())));
	const dialer = nodeDialer({ tls: { ca } });
	const control = await kept(dialer.dial(target(old, { purpose: "control" }), never));
	const data = await kept(dialer.dial(target(port, { tls: "later" }), never));
	await data.startTls({ serverName: "localhost", resume: control });
	expect(await readAll(data)).toBe("TLSv1.2");
	expect(control).toMatchObject({ tlsProtocol: "TLSv1.2", sessionReused: false });
	expect(data).toBeInstanceOf(NodeConnection);
});

test("TLS begins once", async () => {
	const port = await tlsServer((socket) => socket.end("hello"));
	const connection = await kept(dialWith({ ca }, port));
	await expect(connection.startTls({ serverName: "localhost" })).rejects.toMatchObject({ name: "FTPUsageError" });
	expect(await readAll(connection)).toBe("hello");
});
