import type { Connection, SecureOptions } from "../client/dialer.ts";
import { FTPNetworkError, FTPProtocolError } from "../errors/index.ts";
import type { MemoryPipe } from "./memory-network-pipe.ts";
import { type MemoryCertificate, PretendTls, type TlsState } from "./memory-network-tls.ts";
import type { ByteLayer } from "./memory-network-tls-records.ts";

export interface EndpointOptions {
	readonly remoteAddress: string;
	readonly incoming: MemoryPipe;
	readonly outgoing: MemoryPipe;
	readonly chunkSize: number;
	readonly detectsTruncation: boolean;
	/** The session to offer when `resume` says so, and where a new one goes. */
	readonly sessions?: SessionChoice;
}

/** What a client offers to resume. */
export interface SessionChoice {
	offer(options: SecureOptions): string | undefined;
	store(serverName: string, session: string): void;
}

/** One end of a connection in memory. It holds its caller to the contract: two reads at once are an error, not a race. */
export class MemoryConnection implements Connection {
	readonly remoteAddress: string;
	readonly #options: EndpointOptions;
	readonly #busy = new Set<string>();
	#layer: ByteLayer;
	#tls: TlsState | undefined;
	#closed = false;
	#sawEnd = false;
	#saidEnd = false;

	constructor(options: EndpointOptions) {
		this.remoteAddress = options.remoteAddress;
		this.#options = options;
		const { incoming, outgoing } = options;
		this.#layer = {
			read: () => incoming.read(),
			write: (bytes) => outgoing.write(bytes),
			end: async () => outgoing.end(),
		};
	}

	/** What the TLS handshake agreed on; `undefined` in the clear. */
	get tls(): TlsState | undefined {
		return this.#tls;
	}

	/** False once it was closed, or when both directions have come to their end. */
	get isOpen(): boolean {
		return !this.#closed && !(this.#sawEnd && this.#saidEnd);
	}

	read(): Promise<Uint8Array | undefined> {
		return this.#alone("read", async () => {
			const bytes = await this.#layer.read();
			this.#sawEnd ||= bytes === undefined;
			return bytes;
		});
	}

	write(bytes: Uint8Array): Promise<void> {
		return this.#alone("write", () => this.#layer.write(bytes));
	}

	end(): Promise<void> {
		return this.#alone("write", async () => {
			this.#saidEnd = true;
			await this.#layer.end();
		});
	}

	async startTls(options: SecureOptions): Promise<void> {
		const { incoming, sessions } = this.#options;
		if (incoming.unread > 0) {
			const bytes = (await this.read()) ?? new Uint8Array(0);
			throw new FTPProtocolError("BYTES_BEFORE_TLS", "nothing before the TLS handshake", new TextDecoder().decode(bytes));
		}
		const session = sessions?.offer(options);
		await this.#upgrade((tls) => tls.connect({ serverName: options.serverName, ...(session !== undefined && { session }) }));
		if (this.#tls !== undefined) {
			sessions?.store(options.serverName, this.#tls.session);
		}
	}

	/** The server's side of `startTls()`. */
	acceptTls(certificate: MemoryCertificate, answer: Parameters<PretendTls["accept"]>[1]): Promise<void> {
		return this.#upgrade((tls) => tls.accept(certificate, answer));
	}

	close(): void {
		if (!this.#closed) {
			const { incoming, outgoing } = this.#options;
			// TCP answers bytes that nobody will read with RST (RFC 9293, 3.6.1).
			if (incoming.outstanding > 0) {
				outgoing.reset();
			} else {
				outgoing.end();
			}
			this.#release();
		}
	}

	/** Ends it with RST, as a crashed peer or a firewall does. */
	reset(): void {
		if (!this.#closed) {
			this.#options.outgoing.reset();
			this.#release();
		}
	}

	#release(): void {
		this.#closed = true;
		this.#options.incoming.close();
	}

	async #upgrade(handshake: (tls: PretendTls) => Promise<TlsState>): Promise<void> {
		if (this.#tls !== undefined) {
			throw new Error("startTls() was called on a connection that has TLS already");
		}
		const { chunkSize, detectsTruncation } = this.#options;
		const tls = new PretendTls(this.#layer, chunkSize, detectsTruncation);
		this.#tls = await this.#alone("read", () => this.#alone("write", () => handshake(tls)));
		this.#layer = tls;
	}

	async #alone<T>(direction: "read" | "write", work: () => Promise<T>): Promise<T> {
		if (this.#busy.has(direction)) {
			throw new Error(`A second ${direction} began while one was pending: the contract of Connection forbids it`);
		}
		if (this.#closed) {
			throw new FTPNetworkError("CONNECTION_LOST", "The connection was closed on this side");
		}
		this.#busy.add(direction);
		try {
			return await work();
		} finally {
			this.#busy.delete(direction);
		}
	}
}
