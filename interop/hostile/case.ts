/**
 * What a case of docs/hostile-servers.md is made of: what the server does, what the client's side does and expects. Both halves use nothing
 * that only one runtime has, for the client's half runs in Node and inside workerd.
 */
import type { FTPClient, FTPClientOptions } from "@isoftp/core";
import type { Visit } from "./visit.ts";

export type Mode = "plain" | "TLS";

/** Node, or workerd with one of its TLS stacks. */
export type Runtime = "Node" | "workerd old" | "workerd new";

export interface Case {
	/** Its number in docs/hostile-servers.md. */
	readonly number: number;
	/** What is shown, as a sentence about the client. */
	readonly title: string;
	/** With TLS and without, unless told. */
	readonly modes?: readonly Mode[];
	/** Where the case cannot exist, with the reason. */
	readonly without?: Partial<Readonly<Record<Runtime, string>>>;
	/** What the client may hold in memory meanwhile; 64 MiB unless told. */
	readonly mebibytes?: number;
	/** What the server does with each control connection. It is over when the client has gone. */
	server(visit: Visit): Promise<void>;
	/** What the client's side does, and what it demands. Every client it makes is closed afterwards. */
	client(world: HostileWorld): Promise<void>;
	/** What is demanded of what the server has seen, when everything is closed. */
	after?(seen: Seen, mode: Mode): void;
}

/** The server, as the client's side sees it. */
export interface HostileWorld {
	readonly mode: Mode;
	readonly runtime: Runtime;
	readonly host: string;
	readonly port: number;
	/** A client for the server, not connected: user "bob", password "hunter2", and timeouts so short that a test can wait for them. */
	newClient(options?: HostileOptions): FTPClient;
}

export interface HostileOptions extends FTPClientOptions {
	/** Instead of the server's own. */
	readonly host?: string;
}

/** What has come in. */
export interface Seen {
	/** Every command line of every control connection, in the order of their arrival. */
	readonly commands: readonly string[];
	readonly controlConnections: number;
	readonly dataConnections: number;
	/** How often one of the decoys was connected to: addresses and ports that must never be dialled. */
	readonly decoyConnections: number;
}
