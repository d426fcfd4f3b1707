import type { Connection } from "../client/dialer.ts";
import { FTPUsageError } from "../errors/index.ts";
import { MemoryConnection } from "./memory-network-connection.ts";
import { MemoryListener } from "./memory-network-listener.ts";
import type { ClientHello, MemoryCertificate, TlsState } from "./memory-network-tls.ts";
import type { Resumption, ServerHost } from "./server-host.ts";

/** The dynamic ports of RFC 6335, 6. */
const FIRST_FREE_PORT = 49152;
const LAST_PORT = 65535;

/** What the network does for a server that connects to a client. */
export type CallBack = (from: string, host: string, port: number, signal: AbortSignal) => Promise<MemoryConnection>;

/** A machine in the network in memory: a name, an address, ports and a certificate. */
export class MemoryHost implements ServerHost {
	readonly name: string;
	readonly address: string;
	/** Shown in every TLS handshake; replace it to show another one from then on. */
	certificate: MemoryCertificate;
	readonly #callBack: CallBack;
	readonly #listeners = new Map<number, MemoryListener>();
	/** Every TLS session this host has made, with the first one of its line: who resumes a resumed session resumes that. */
	readonly #sessions = new Map<string, string>();
	#nextPort = FIRST_FREE_PORT;

	constructor(name: string, address: string, certificate: MemoryCertificate, callBack: CallBack) {
		this.name = name;
		this.address = address;
		this.certificate = certificate;
		this.#callBack = callBack;
	}

	/** How many ports are open, for leak checks. */
	get openPorts(): number {
		return this.#listeners.size;
	}

	/** Who listens on a port. */
	listener(port: number): MemoryListener | undefined {
		return this.#listeners.get(port);
	}

	async listen(port: number = this.#freePort()): Promise<MemoryListener> {
		if (this.#listeners.has(port)) {
			throw new FTPUsageError("BAD_ARGUMENT", `Port ${port} of ${this.name} is taken`);
		}
		const listener = new MemoryListener(port, () => this.#listeners.delete(port));
		this.#listeners.set(port, listener);
		return listener;
	}

	connect(host: string, port: number, signal: AbortSignal): Promise<MemoryConnection> {
		return this.#callBack(this.address, host, port, signal);
	}

	async startTls(connection: Connection): Promise<void> {
		await inMemory(connection).acceptTls(this.certificate, (hello) => this.#answer(hello));
	}

	resumption(data: Connection, control: Connection): Resumption {
		const [resumed, wanted] = [inMemory(data).tls?.resumed, inMemory(control).tls?.session];
		if (resumed === undefined || wanted === undefined) {
			return "none";
		}
		return this.#sessions.get(resumed) === this.#sessions.get(wanted) ? "control" : "other";
	}

	reset(connection: Connection): void {
		inMemory(connection).reset();
	}

	#answer(hello: ClientHello): TlsState {
		const session = `${this.name}#${this.#sessions.size + 1}`;
		const first = hello.session === undefined ? undefined : this.#sessions.get(hello.session);
		this.#sessions.set(session, first ?? session);
		return { session, ...(first !== undefined && hello.session !== undefined && { resumed: hello.session }) };
	}

	#freePort(): number {
		while (this.#listeners.has(this.#nextPort)) {
			this.#nextPort++;
		}
		const port = this.#nextPort;
		this.#nextPort = port < LAST_PORT ? port + 1 : FIRST_FREE_PORT;
		return port;
	}
}

function inMemory(connection: Connection): MemoryConnection {
	if (connection instanceof MemoryConnection) {
		return connection;
	}
	throw new FTPUsageError("BAD_ARGUMENT", "This connection is not of the network in memory");
}
