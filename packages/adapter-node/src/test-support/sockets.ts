import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { createSecureContext, type SecureContextOptions, type TLSSocket, TLSSocket as Tls, type TlsOptions } from "node:tls";
import type { Connection, DialTarget } from "@isoftp/core";
import { makeCertificates } from "../../../../scripts/certificates.ts";

/** Made once for all tests of a file; it takes a while. */
export const certificates: ReturnType<typeof makeCertificates> = makeCertificates();

const open: { destroy(): unknown }[] = [];

/** Ends everything that a test has opened. */
export function closeAll(): void {
	for (const one of open.splice(0)) {
		one.destroy();
	}
}

/** A connection is closed when the test is over. */
export async function kept(connection: Promise<Connection>): Promise<Connection> {
	const made = await connection;
	open.push({ destroy: () => made.close() });
	return made;
}

/** A TCP server that calls `serve` for each connection. */
export async function tcpServer(serve: (socket: Socket) => void, host = "127.0.0.1"): Promise<number> {
	const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
		open.push(socket);
		socket.on("error", () => undefined);
		serve(socket);
	});
	open.push({ destroy: () => server.close() });
	server.listen(0, host);
	await once(server, "listening");
	return (server.address() as AddressInfo).port;
}

/** A TLS server that calls `serve` after each handshake. */
export function tlsServer(
	serve: (socket: TLSSocket) => void,
	context: SecureContextOptions = certificates.server,
	options: TlsOptions = {},
): Promise<number> {
	const secureContext = createSecureContext(context);
	return tcpServer((socket) => {
		const secured = new Tls(socket, { isServer: true, secureContext, ...options });
		secured.on("error", () => undefined);
		// Not at once: while the handshake is on the stack, OpenSSL cannot say close_notify, and Node sends FIN without it.
		secured.on("secure", () => setImmediate(serve, secured));
	}, "localhost");
}

/** A TCP connection to another server, for what stands between two sides. */
export async function tcpClient(port: number): Promise<Socket> {
	const socket = connect({ port, host: "localhost", allowHalfOpen: true, noDelay: true });
	open.push(socket);
	socket.on("error", () => undefined);
	await once(socket, "connect");
	return socket;
}

export function target(port: number, more: Partial<DialTarget> = {}): DialTarget {
	return { host: "localhost", port, tls: "now", serverName: "localhost", purpose: "data", ...more };
}

export const never: AbortSignal = new AbortController().signal;

export async function readAll(connection: Connection): Promise<string> {
	let text = "";
	for (let bytes = await connection.read(); bytes !== undefined; bytes = await connection.read()) {
		text += Buffer.from(bytes).toString("latin1");
	}
	return text;
}
