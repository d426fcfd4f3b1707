import { FTPNetworkError } from "../errors/index.ts";
import type { MemoryConnection } from "./memory-network-connection.ts";
import type { Listener } from "./server-host.ts";

/** Connections that may wait to be accepted, as in the second argument of listen(2). */
const BACKLOG = 128;

interface Waiting {
	resolve(connection: MemoryConnection): void;
	reject(reason: Error): void;
}

/** An open port of a host in memory. */
export class MemoryListener implements Listener {
	readonly port: number;
	readonly #onClose: () => void;
	readonly #connections: MemoryConnection[] = [];
	readonly #waiting: Waiting[] = [];
	#closed = false;

	constructor(port: number, onClose: () => void) {
		this.port = port;
		this.#onClose = onClose;
	}

	/** Whether another connection can be offered. */
	get hasRoom(): boolean {
		return !this.#closed && this.#connections.length < BACKLOG;
	}

	/** Hands over a connection that a client has made. */
	offer(connection: MemoryConnection): void {
		const waiting = this.#waiting.shift();
		if (waiting !== undefined) {
			waiting.resolve(connection);
		} else {
			this.#connections.push(connection);
		}
	}

	accept(): Promise<MemoryConnection> {
		const connection = this.#connections.shift();
		if (connection !== undefined) {
			return Promise.resolve(connection);
		}
		return new Promise((resolve, reject) => {
			if (this.#closed) {
				reject(closedError(this.port));
			} else {
				this.#waiting.push({ resolve, reject });
			}
		});
	}

	close(): void {
		if (!this.#closed) {
			this.#closed = true;
			this.#onClose();
			for (const connection of this.#connections.splice(0)) {
				connection.reset();
			}
			for (const waiting of this.#waiting.splice(0)) {
				waiting.reject(closedError(this.port));
			}
		}
	}
}

function closedError(port: number): FTPNetworkError {
	return new FTPNetworkError("CONNECTION_LOST", `Port ${port} is no longer open`);
}
