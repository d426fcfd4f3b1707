import { createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import type { Certified } from "../../scripts/certificates.ts";

/**
 * What a server does once it has answered "go": the handshake of a good one, or something else. `secured` is called with the
 * socket whose handshake is done, and the plain one beneath it.
 */
export type Behaviour =
	| { readonly tls: Certified; readonly secured?: (socket: TLSSocket, beneath: Socket) => void }
	| { readonly plain: (socket: Socket) => void };

export interface Peer {
	readonly port: number;
	/** How many connections came. */
	readonly connections: number;
	/** Whether TLS was agreed on with the last one. */
	readonly secured: boolean;
	stop(): Promise<void>;
}

/** A server that turns a plain connection into TLS after the line "go", or only seems to. */
export async function startUpgradePeer(behaviour: Behaviour): Promise<Peer> {
	const sockets = new Set<Socket>();
	let connections = 0;
	let secured = false;
	const server = createServer((socket) => {
		connections++;
		secured = false;
		sockets.add(socket);
		// A handshake that fails and a client that goes away are what these tests are about.
		socket.on("error", () => {});
		socket.once("data", () => {
			socket.write("ok\r\n");
			if ("plain" in behaviour) {
				behaviour.plain(socket);
				return;
			}
			const { cert, key } = behaviour.tls;
			const upgraded = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ cert, key }) });
			upgraded.on("error", () => {});
			upgraded.on("data", (bytes) => upgraded.write(bytes));
			upgraded.once("secure", () => {
				secured = true;
				behaviour.secured?.(upgraded, socket);
			});
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", resolve);
	});
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("The peer has no port");
	return {
		port: address.port,
		get connections() {
			return connections;
		},
		get secured() {
			return secured;
		},
		stop() {
			for (const socket of sockets) socket.destroy();
			return new Promise((resolve) => server.close(() => resolve()));
		},
	};
}
