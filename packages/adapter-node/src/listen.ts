import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { FTPNetworkError, type ListenOptions } from "@isoftp/core";
import { reasonOf } from "./socket-errors.ts";

/** Strangers that are sent away before the port is given up: who sends more of them wants to keep the server out. */
const MOST_STRANGERS = 100;

/** The two ends of a control connection. */
export interface Ends {
	readonly localAddress: string;
	readonly remoteAddress: string;
}

/** A port of this machine for one connection, that of the control connection's other side. */
export class OpenPort {
	readonly host: string;
	readonly port: number;
	readonly #signal: AbortSignal;
	readonly #socket: Promise<Socket>;
	/** What aborting does, until the connection has been handed over. */
	#abort: () => void = () => undefined;

	constructor(server: Server, peer: string, signal: AbortSignal) {
		const { address, port } = server.address() as AddressInfo;
		this.host = address;
		this.port = port;
		this.#signal = signal;
		this.#socket = new Promise((resolve, reject) => {
			let strangers = 0;
			let held: Socket | undefined;
			const fail = (reason: unknown): void => {
				server.close();
				held?.destroy();
				reject(reason);
			};
			this.#abort = () => fail(signal.reason);
			signal.addEventListener("abort", this.#abort, { once: true });
			// Such as too many open files.
			server.on("error", (error) => fail(failed(`The port ${port} was lost`, error)));
			server.on("connection", (socket) => {
				// Nobody else listens yet, and it may be reset at any time.
				socket.on("error", () => undefined);
				// One that came in the same moment as the right one, or as the end, is no longer wanted.
				if (server.listening && plain(socket.remoteAddress) === plain(peer)) {
					server.close();
					held = socket;
					resolve(socket);
					return;
				}
				socket.destroy();
				strangers += 1;
				if (strangers === MOST_STRANGERS) fail(failed(`Only strangers have connected to port ${port}`));
			});
		});
		// It may fail before anybody waits for it.
		this.#socket.catch(() => undefined);
	}

	/** The connection, when it has come, paused. */
	async accept(): Promise<Socket> {
		const socket = await this.#socket;
		this.#signal.throwIfAborted();
		this.#signal.removeEventListener("abort", this.#abort);
		return socket;
	}
}

/** Opens ports one after the other: the next one is another than the last, whose connection may still be remembered by the system. */
export class Ports {
	#turn = Math.floor(Math.random() * 65_536);

	/** @throws FTPNetworkError CONNECT_FAILED when none is free */
	async open({ localAddress, remoteAddress }: Ends, ports: ListenOptions["ports"], signal: AbortSignal): Promise<OpenPort> {
		const [from, to] = ports ?? [0, 0];
		const count = to - from + 1;
		let reason: unknown;
		this.#turn += 1;
		for (let step = 0; step < count; step++) {
			signal.throwIfAborted();
			const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
			try {
				const listening = once(server, "listening");
				server.listen(from + ((this.#turn + step) % count), localAddress);
				await listening;
			} catch (error) {
				reason = error;
				continue;
			}
			if (signal.aborted) server.close();
			signal.throwIfAborted();
			return new OpenPort(server, remoteAddress, signal);
		}
		throw failed(ports ? `None of the ports from ${from} to ${to} could be opened` : "No port could be opened", reason);
	}
}

function failed(what: string, cause?: unknown): FTPNetworkError {
	const message = cause === undefined ? what : `${what}: ${reasonOf(cause)}`;
	return new FTPNetworkError("CONNECT_FAILED", message, { cause });
}

/** An IPv4 address as such, where the system shows it as one of IPv6. */
function plain(address: string | undefined): string | undefined {
	return address?.replace(/^::ffff:(?=\d+\.)/i, "");
}
