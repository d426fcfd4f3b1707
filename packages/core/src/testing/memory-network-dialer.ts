import type { Capabilities, Connection, Dialer, DialTarget, Listener, ListenOptions, SecureOptions } from "../client/dialer.ts";
import { FTPTLSError } from "../errors/index.ts";
import { memoryDigest } from "./memory-digest.ts";
import { MemoryConnection, type SessionChoice } from "./memory-network-connection.ts";
import type { MemoryListener } from "./memory-network-listener.ts";
import { OwnPort } from "./memory-network-own-port.ts";

export interface MemoryDialerOptions {
	/** The name in messages; "memory" unless told. */
	readonly runtime?: string;
	/** What differs from a runtime that can do all a network in memory can. */
	readonly capabilities?: Partial<Capabilities>;
	/** The client's own address, as servers see it. */
	readonly address?: string;
}

/** What the network does for a dialer. */
export interface ClientNetwork {
	/** A raw connection, or no answer. */
	connect(target: DialTarget, client: ClientSide, signal: AbortSignal): Promise<MemoryConnection>;
	/** A port of the client's machine. */
	listen(client: ClientSide, ports: ListenOptions["ports"]): Promise<MemoryListener>;
}

export interface ClientSide {
	readonly address: string;
	readonly detectsTruncation: boolean;
	readonly sessions: SessionChoice;
}

const CAPABILITIES: Capabilities = {
	resumeTls: "explicit",
	detectsTruncation: true,
	verifyOtherName: true,
	customCa: false,
	listen: true,
};

/** A runtime's dialer over the network in memory. */
export class MemoryDialer implements Dialer {
	readonly runtime: string;
	readonly capabilities: Capabilities;
	readonly digest: NonNullable<Dialer["digest"]> = memoryDigest;
	readonly #network: ClientNetwork;
	readonly #client: ClientSide;

	constructor(network: ClientNetwork, options: MemoryDialerOptions) {
		this.runtime = options.runtime ?? "memory";
		this.capabilities = { ...CAPABILITIES, ...options.capabilities };
		this.#network = network;
		this.#client = {
			address: options.address ?? "198.51.100.1",
			detectsTruncation: this.capabilities.detectsTruncation,
			sessions: sessionChoice(this.capabilities.resumeTls),
		};
	}

	async dial(target: DialTarget, signal: AbortSignal): Promise<Connection> {
		if (target.tls !== "never" && target.serverName !== target.host && !this.capabilities.verifyOtherName) {
			throw new FTPTLSError("UNSUPPORTED", `${this.runtime} cannot verify another name than the one it dials`);
		}
		signal.throwIfAborted();
		const connection = await this.#network.connect(target, this.#client, signal);
		const close = (): void => connection.close();
		signal.addEventListener("abort", close, { once: true });
		try {
			signal.throwIfAborted();
			if (target.tls === "now") {
				await connection.startTls({ serverName: target.serverName });
			}
			return connection;
		} catch (error) {
			connection.close();
			throw signal.aborted ? signal.reason : error;
		} finally {
			signal.removeEventListener("abort", close);
		}
	}

	async listen({ control, ports }: ListenOptions, signal: AbortSignal): Promise<Listener> {
		signal.throwIfAborted();
		const listener = await this.#network.listen(this.#client, ports);
		if (signal.aborted) listener.close();
		signal.throwIfAborted();
		return new OwnPort(this.#client.address, listener, control, signal);
	}
}

/** Explicit: the session of the connection named. Implicit: the last one for the name, as workerd's rustls does. Never: none. */
function sessionChoice(resumeTls: Capabilities["resumeTls"]): SessionChoice {
	const last = new Map<string, string>();
	return {
		offer({ resume, serverName }: SecureOptions): string | undefined {
			if (resumeTls === "implicit") {
				return last.get(serverName);
			}
			return resumeTls === "explicit" && resume instanceof MemoryConnection ? resume.tls?.session : undefined;
		},
		store: (serverName: string, session: string) => {
			last.set(serverName, session);
		},
	};
}
