import { type Clock, systemClock } from "../client/clock.ts";
import type { Dialer, DialTarget, ListenOptions } from "../client/dialer.ts";
import { FTPNetworkError } from "../errors/index.ts";
import { MemoryConnection } from "./memory-network-connection.ts";
import { type ClientSide, MemoryDialer, type MemoryDialerOptions } from "./memory-network-dialer.ts";
import { MemoryHost } from "./memory-network-host.ts";
import type { MemoryListener } from "./memory-network-listener.ts";
import { openPort } from "./memory-network-own-port.ts";
import { MemoryPipe } from "./memory-network-pipe.ts";
import type { MemoryCertificate } from "./memory-network-tls.ts";

export interface MemoryNetworkOptions {
	/** Where latency comes from; a `VirtualClock` in most tests. */
	readonly clock?: Clock;
	/** Milliseconds from one end to the other. None unless told. */
	readonly latency?: number;
	/** Most bytes one read returns, to cut what is sent at every size. 64 KiB unless told. */
	readonly chunkSize?: number;
	/** Most bytes under way in one direction before a write waits. 64 KiB unless told. */
	readonly bufferSize?: number;
}

/** A dial as the network saw it. */
export interface DialRecord {
	readonly host: string;
	readonly port: number;
	readonly purpose: DialTarget["purpose"];
	readonly tls: DialTarget["tls"];
	readonly serverName: string;
	/** How many bytes the client has sent, as they were on the wire. */
	readonly bytesSent: number;
	/** The first of them. */
	readonly sent: Uint8Array;
}

/** What is open at this moment; all 0 when nothing has leaked. */
export interface OpenCount {
	/** Connections on the client's side. */
	readonly dialled: number;
	/** Connections on the servers' side. */
	readonly accepted: number;
	/** Ports that are listened on. */
	readonly ports: number;
}

const SIXTY_FOUR_KIB = 2 ** 16;
/** Bytes kept of each dial in its record: enough for every conversation in a test, not for the files. */
const RECORDED = SIXTY_FOUR_KIB;

/** A network without sockets: hosts, ports, connections and latency, all in memory. */
export class MemoryNetwork {
	/** Every dial in order, also those that failed. */
	readonly dials: DialRecord[] = [];
	readonly #clock: Clock;
	readonly #latency: number;
	readonly #chunkSize: number;
	readonly #bufferSize: number;
	readonly #hosts = new Map<string, MemoryHost>();
	readonly #silent = new Set<string>();
	/** Whose the ports of clients are. */
	readonly #owners = new WeakMap<MemoryListener, ClientSide>();
	#connections: { readonly client: MemoryConnection; readonly server: MemoryConnection }[] = [];

	constructor(options: MemoryNetworkOptions = {}) {
		this.#clock = options.clock ?? systemClock;
		this.#latency = options.latency ?? 0;
		this.#chunkSize = options.chunkSize ?? SIXTY_FOUR_KIB;
		this.#bufferSize = options.bufferSize ?? SIXTY_FOUR_KIB;
	}

	get open(): OpenCount {
		return {
			dialled: this.#connections.filter(({ client }) => client.isOpen).length,
			accepted: this.#connections.filter(({ server }) => server.isOpen).length,
			ports: [...new Set(this.#hosts.values())].reduce((sum, host) => sum + host.openPorts, 0),
		};
	}

	/** A client's way into this network. */
	dialer(options: MemoryDialerOptions = {}): Dialer {
		const connect = this.#connect.bind(this);
		const listen = async (client: ClientSide, ports: ListenOptions["ports"]): Promise<MemoryListener> => {
			const listener = await openPort(this.host(client.address, client.address), ports);
			this.#owners.set(listener, client);
			return listener;
		};
		return new MemoryDialer({ connect, listen }, options);
	}

	/** The machine of this name, made at the first call. Its certificate is for its name unless another one is given. */
	host(name: string, address?: string, certificate: Partial<MemoryCertificate> = {}): MemoryHost {
		const known = this.#hosts.get(name);
		if (known !== undefined) {
			return known;
		}
		// Addresses kept for documentation (RFC 5737).
		const chosen = address ?? `192.0.2.${(new Set(this.#hosts.values()).size % 254) + 1}`;
		const host = new MemoryHost(name, chosen, { names: [name], trusted: true, ...certificate }, this.#callBack.bind(this));
		this.#hosts.set(name, host);
		this.#hosts.set(chosen, host);
		return host;
	}

	/** Opens a port of the machine of this name. */
	listen(host: string, port: number): Promise<MemoryListener> {
		return this.host(host).listen(port);
	}

	/** From now on dials to this port, or to every port of this host, are never answered. */
	blackHole(host: string, port?: number): void {
		this.#silent.add(port === undefined ? host : `${host}:${port}`);
	}

	async #connect(target: DialTarget, client: ClientSide, signal: AbortSignal): Promise<MemoryConnection> {
		const { host, port, purpose, tls, serverName } = target;
		const record = { host, port, purpose, tls, serverName, bytesSent: 0, sent: new Uint8Array(0) };
		this.dials.push(record);
		await this.#reach(host, port, signal);
		const listener = this.#hosts.get(host)?.listener(port);
		if (!listener?.hasRoom) {
			throw new FTPNetworkError("CONNECT_FAILED", `Nobody listens on ${host} port ${port}`);
		}
		const onSent = (bytes: Uint8Array): void => {
			record.bytesSent += bytes.length;
			if (record.sent.length < RECORDED) {
				record.sent = concatenate(record.sent, bytes.subarray(0, RECORDED - record.sent.length));
			}
		};
		const ends = this.#join(client, this.#hosts.get(host)?.address ?? host, onSent);
		listener.offer(ends.server);
		return ends.client;
	}

	/** The way to a port and back. */
	async #reach(host: string, port: number, signal: AbortSignal): Promise<void> {
		if (this.#silent.has(host) || this.#silent.has(`${host}:${port}`)) {
			await unlessAborted(signal, new Promise<never>(() => {}));
		}
		// SYN there, SYN-ACK back.
		await this.#sleep(this.#latency * 2, signal);
	}

	/** A server of address `from` connects to a client's port. */
	async #callBack(from: string, host: string, port: number, signal: AbortSignal): Promise<MemoryConnection> {
		await this.#reach(host, port, signal);
		const listener = this.#hosts.get(host)?.listener(port);
		const client = listener && this.#owners.get(listener);
		if (!client || !listener.hasRoom) {
			throw new FTPNetworkError("CONNECT_FAILED", `Nobody listens on ${host} port ${port}`);
		}
		const ends = this.#join(client, from);
		listener.offer(ends.client);
		return ends.server;
	}

	/** The two ends of a new connection, whoever has made it. */
	#join(
		client: ClientSide,
		serverAddress: string,
		onSent: (bytes: Uint8Array) => void = () => undefined,
	): { readonly client: MemoryConnection; readonly server: MemoryConnection } {
		const pipe = { clock: this.#clock, latency: this.#latency, bufferSize: this.#bufferSize, chunkSize: this.#chunkSize };
		const [up, down] = [new MemoryPipe({ ...pipe, onSent }), new MemoryPipe(pipe)];
		const ends = {
			client: new MemoryConnection({
				remoteAddress: serverAddress,
				incoming: down,
				outgoing: up,
				chunkSize: this.#chunkSize,
				detectsTruncation: client.detectsTruncation,
				sessions: client.sessions,
			}),
			server: new MemoryConnection({
				remoteAddress: client.address,
				incoming: up,
				outgoing: down,
				chunkSize: this.#chunkSize,
				detectsTruncation: true,
			}),
		};
		this.#connections = this.#connections.filter(({ client, server }) => client.isOpen || server.isOpen);
		this.#connections.push(ends);
		return ends;
	}

	async #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
		if (milliseconds > 0) {
			let cancel = (): void => {};
			const over = new Promise<void>((resolve) => {
				cancel = this.#clock.after(milliseconds, resolve);
			});
			await unlessAborted(signal, over).finally(cancel);
		}
	}
}

/** The outcome of `promise`, or the signal's reason as soon as it is aborted. */
async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
	const forget = new AbortController();
	const aborted = new Promise<never>((_, reject) => {
		signal.addEventListener("abort", () => reject(signal.reason), { once: true, signal: forget.signal });
	});
	try {
		signal.throwIfAborted();
		return await Promise.race([promise, aborted]);
	} finally {
		forget.abort();
	}
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
	const both = new Uint8Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return both;
}
