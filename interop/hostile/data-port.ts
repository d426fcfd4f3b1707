import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { type SecureContext, TLSSocket } from "node:tls";
import type { DataPort, DataVisit } from "./visit.ts";

/** A data connection that has come. */
class AcceptedData implements DataVisit {
	readonly gone: Promise<void>;
	readonly #beneath: Socket;
	readonly #socket: Socket;
	readonly #chunks: Buffer[] = [];
	readonly #ended: Promise<void>;
	/** When the handshake is over: an end before it has no close_notify. */
	readonly #ready: Promise<void>;

	constructor(socket: Socket, secureContext: SecureContext | undefined) {
		this.#beneath = socket;
		this.#socket = secureContext ? new TLSSocket(socket, { isServer: true, secureContext }) : socket;
		for (const each of new Set([this.#beneath, this.#socket])) each.on("error", () => undefined);
		this.gone = new Promise((resolve) => socket.once("close", () => resolve()));
		const { gone } = this;
		let isSecured = secureContext === undefined;
		this.#socket.once("secure", () => {
			isSecured = true;
		});
		// A client that ends in the middle of the handshake has gone, though TLS would keep waiting writes for ever.
		this.#socket.once("end", () => isSecured || socket.destroy());
		this.#ready = secureContext
			? Promise.race([new Promise<void>((resolve) => this.#socket.once("secure", resolve)), gone])
			: Promise.resolve();
		this.#ended = new Promise((resolve) => {
			this.#socket.once("end", () => resolve());
			socket.once("close", () => resolve());
		});
	}

	async send(bytes: Uint8Array | string): Promise<void> {
		if (this.#socket.destroyed) return;
		await Promise.race([new Promise<void>((resolve) => this.#socket.write(bytes, () => resolve())), this.gone]);
	}

	async end(): Promise<void> {
		// Unread bytes of the client's would turn the FIN into a RST.
		this.#socket.resume();
		await this.#ready;
		await Promise.race([new Promise<void>((resolve) => this.#socket.end(() => resolve())), this.gone]);
	}

	cut(): void {
		this.#beneath.resume();
		this.#beneath.end();
	}

	reset(): void {
		this.#beneath.resetAndDestroy();
	}

	async sendBelowTls(bytes: Uint8Array | string): Promise<void> {
		if (this.#beneath.destroyed) return;
		await Promise.race([new Promise<void>((resolve) => this.#beneath.write(bytes, () => resolve())), this.gone]);
	}

	async isResumed(): Promise<boolean> {
		await this.#ready;
		return this.#socket instanceof TLSSocket && this.#socket.isSessionReused();
	}

	async received(): Promise<Uint8Array> {
		this.#socket.on("data", (bytes: Buffer) => this.#chunks.push(bytes));
		await this.#ended;
		return Buffer.concat(this.#chunks);
	}
}

/** Opens a data port on a free port of `host`. */
export async function openDataPort(
	host: string,
	secureContext: SecureContext | undefined,
	allowHalfOpen: boolean,
	sockets: Set<Socket>,
	connected: () => void,
): Promise<{ readonly port: DataPort; readonly server: Server }> {
	const waiting: ((visit: DataVisit) => void)[] = [];
	const arrived: DataVisit[] = [];
	const server = createServer({ allowHalfOpen }, (socket) => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
		connected();
		const visit = new AcceptedData(socket, secureContext);
		const next = waiting.shift();
		if (next) next(visit);
		else arrived.push(visit);
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, host, resolve);
	});
	return {
		server,
		port: {
			port: (server.address() as AddressInfo).port,
			accept: () =>
				new Promise((resolve) => {
					const visit = arrived.shift();
					if (visit) resolve(visit);
					else waiting.push(resolve);
				}),
			close: () => server.close(),
		},
	};
}
