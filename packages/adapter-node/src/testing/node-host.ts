import { once } from "node:events";
import { type AddressInfo, connect, createServer, isIP, type Server } from "node:net";
import type { SecureContextOptions } from "node:tls";
import { type Connection, FTPNetworkError, FTPUsageError } from "@isoftp/core";
import type { Listener, Resumption, ServerHost } from "@isoftp/core/testing";
import { AcceptedConnection } from "./accepted-connection.ts";
import { ServerTls } from "./server-tls.ts";

/** Real ports of this machine, for a server in memory. */
export class NodeHost implements ServerHost {
	readonly address: string;
	readonly startTls?: (connection: Connection) => Promise<void>;

	/** @param address A local address, or a name of one. */
	constructor(address: string, tls?: SecureContextOptions) {
		this.address = address;
		if (tls !== undefined) {
			const server = new ServerTls(tls);
			this.startTls = (connection) => accepted(connection).acceptTls(server);
		}
	}

	async listen(port = 0): Promise<Listener> {
		const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
		server.listen(port, this.address);
		await once(server, "listening");
		return new NodeListener(server, (server.address() as AddressInfo).port);
	}

	/** From this host's address, where it is one and not a name: clients take data connections from nobody else. */
	async connect(host: string, port: number, signal: AbortSignal): Promise<Connection> {
		const localAddress = isIP(this.address) ? this.address : undefined;
		const socket = connect({ host, port, allowHalfOpen: true, noDelay: true, ...(localAddress && { localAddress }) });
		try {
			await once(socket, "connect", { signal });
		} catch (cause) {
			socket.destroy();
			throw new FTPNetworkError("CONNECT_FAILED", `No connection to ${host} port ${port}`, { cause });
		}
		socket.pause();
		return new AcceptedConnection(socket);
	}

	/** OpenSSL says only whether a session was resumed; and only sessions of this host can be. */
	resumption(data: Connection): Resumption {
		return accepted(data).sessionReused ? "control" : "none";
	}

	reset(connection: Connection): void {
		accepted(connection).reset();
	}
}

interface Waiting {
	resolve(connection: Connection): void;
	reject(reason: Error): void;
}

class NodeListener implements Listener {
	readonly port: number;
	readonly #server: Server;
	readonly #connections: AcceptedConnection[] = [];
	readonly #waiting: Waiting[] = [];
	#closed = false;

	constructor(server: Server, port: number) {
		this.port = port;
		this.#server = server;
		// Such as too many open files.
		server.on("error", () => this.close());
		server.on("connection", (socket) => {
			const connection = new AcceptedConnection(socket);
			const waiting = this.#waiting.shift();
			if (waiting === undefined) {
				this.#connections.push(connection);
			} else {
				waiting.resolve(connection);
			}
		});
	}

	accept(): Promise<Connection> {
		const connection = this.#connections.shift();
		if (connection !== undefined) {
			return Promise.resolve(connection);
		}
		return new Promise((resolve, reject) => {
			if (this.#closed) {
				reject(noLongerOpen());
			} else {
				this.#waiting.push({ resolve, reject });
			}
		});
	}

	close(): void {
		if (!this.#closed) {
			this.#closed = true;
			this.#server.close();
			for (const connection of this.#connections.splice(0)) {
				connection.reset();
			}
			for (const waiting of this.#waiting.splice(0)) {
				waiting.reject(noLongerOpen());
			}
		}
	}
}

function noLongerOpen(): FTPNetworkError {
	return new FTPNetworkError("CONNECTION_LOST", "The port is no longer open");
}

function accepted(connection: Connection): AcceptedConnection {
	if (connection instanceof AcceptedConnection) {
		return connection;
	}
	throw new FTPUsageError("BAD_ARGUMENT", "This connection was not accepted by this host");
}
