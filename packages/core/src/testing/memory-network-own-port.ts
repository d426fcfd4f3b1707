import type { Connection, Listener, ListenOptions } from "../client/dialer.ts";
import { FTPNetworkError } from "../errors/index.ts";
import type { MemoryHost } from "./memory-network-host.ts";
import type { MemoryListener } from "./memory-network-listener.ts";

/** Strangers that are sent away before a client gives up on its port, as on Node. */
const MOST_STRANGERS = 100;

/** A port that a client has opened, in active mode. */
export class OwnPort implements Listener {
	readonly host: string;
	readonly port: number;
	readonly #listener: MemoryListener;
	readonly #control: Connection;
	readonly #signal: AbortSignal;

	constructor(host: string, listener: MemoryListener, control: Connection, signal: AbortSignal) {
		this.host = host;
		this.port = listener.port;
		this.#listener = listener;
		this.#control = control;
		this.#signal = signal;
		signal.addEventListener("abort", () => listener.close(), { once: true });
	}

	async accept(): Promise<Connection> {
		try {
			for (let strangers = 0; strangers < MOST_STRANGERS; strangers++) {
				const connection = await this.#listener.accept();
				if (connection.remoteAddress === this.#control.remoteAddress) return connection;
				connection.close();
			}
			throw new FTPNetworkError("CONNECT_FAILED", `Only strangers have connected to port ${this.port}`);
		} catch (error) {
			throw this.#signal.aborted ? this.#signal.reason : error;
		} finally {
			this.#listener.close();
		}
	}
}

/** Opens a port of a client's machine: the first that is free, in the range where there is one. */
export async function openPort(machine: MemoryHost, ports: ListenOptions["ports"]): Promise<MemoryListener> {
	if (!ports) return await machine.listen();
	for (let port = ports[0]; port <= ports[1]; port++) {
		if (!machine.listener(port)) return await machine.listen(port);
	}
	throw new FTPNetworkError("CONNECT_FAILED", `No port from ${ports[0]} to ${ports[1]} is free`);
}
