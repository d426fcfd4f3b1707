import { once } from "node:events";
import { createServer, type Server, Socket } from "node:net";
import type { LabServer } from "../../interop/lab/lab.ts";
import type { Network } from "./network.ts";

/** Another address of this machine than the servers', so that the ports of data connections can stay as the replies name them. */
const FARAWAY = "127.0.0.2";

/** What all connections to one server share. */
interface Path {
	/** When the latest data connection would have been established, had its handshake been delayed too. */
	established: number;
}

/**
 * Delays streams, for machines where packets cannot be. The kernel answers a dial at once, so the round trip of the handshake is
 * added where it would have been felt: the server hears of a connection one and a half round trips after the dial, and nothing
 * that the client sends on it arrives before. A command that follows the dial of a data connection counts as having waited for
 * that handshake, as a careful client does.
 *
 * What TCP itself waits for (acknowledgements, because of Nagle's algorithm) is not seen here, which flatters everybody.
 */
export class StreamNetwork implements Network {
	#half = 0;
	readonly #listeners: Server[] = [];
	readonly #sockets = new Set<Socket>();

	async reach(server: LabServer): Promise<string> {
		const path: Path = { established: 0 };
		const { first, last } = server.passive;
		await this.#listen(server.port, path, true);
		for (let port = first; port <= last; port++) await this.#listen(port, path, false);
		return FARAWAY;
	}

	async setRoundTrip(milliseconds: number): Promise<void> {
		this.#half = milliseconds / 2;
	}

	async close(): Promise<void> {
		for (const socket of this.#sockets) socket.destroy();
		await Promise.all(
			this.#listeners.map(async (listener) => {
				listener.close();
				await once(listener, "close");
			}),
		);
	}

	async #listen(port: number, path: Path, isControl: boolean): Promise<void> {
		const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#carry(client, port, path, isControl));
		listener.listen(port, FARAWAY);
		await once(listener, "listening");
		this.#listeners.push(listener);
	}

	#carry(client: Socket, port: number, path: Path, isControl: boolean): void {
		const established = performance.now() + 2 * this.#half;
		if (!isControl) path.established = established;
		const server = new Socket({ allowHalfOpen: true });
		for (const socket of [client, server]) {
			this.#sockets.add(socket);
			socket.on("close", () => this.#sockets.delete(socket));
		}
		const toServer = this.#lane(() => Math.max(performance.now(), isControl ? path.established : established));
		const toClient = this.#lane(() => performance.now());
		// The dial travels ahead of the bytes, in the same lane: a socket that is not dialling yet takes none.
		toServer(() => server.connect({ port, host: "127.0.0.1" }).setNoDelay(), established);
		forward(client, server, toServer);
		forward(server, client, toClient);
	}

	/** One direction of a connection: what is sent arrives half a round trip later, and in order. */
	#lane(sentAt: () => number): Lane {
		const underWay: (() => void)[] = [];
		let arrived = 0;
		return (action, sent = sentAt()) => {
			arrived = Math.max(arrived, sent + this.#half);
			underWay.push(action);
			// Timers are not that exact, so each lets through whatever was sent first.
			setTimeout(() => underWay.shift()?.(), Math.max(1, Math.round(arrived - performance.now())));
		};
	}
}

type Lane = (action: () => void, sent?: number) => void;

/** Passes on bytes, the end, and a reset. */
function forward(from: Socket, to: Socket, lane: Lane): void {
	from.on("data", (bytes) => lane(() => to.write(bytes)));
	from.on("end", () => lane(() => to.end()));
	from.on("error", () => lane(() => to.resetAndDestroy()));
}
