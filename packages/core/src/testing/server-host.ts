import type { Connection } from "../client/dialer.ts";

/** Where an FTP server for tests gets its sockets from: the network in memory, or real ones. */
export interface ServerHost {
	/** The address a 227 or 229 reply speaks of, IPv4 or IPv6. Where it is absent, 127.0.0.1. */
	readonly address?: string;
	/** Opens a port: the one given, or a free number, as for data connections. */
	listen(port?: number): Promise<Listener>;
	/** Connects to a client, for active mode. Absent where that cannot be done: PORT and EPRT are then refused. */
	connect?(host: string, port: number, signal: AbortSignal): Promise<Connection>;
	/** Turns an accepted connection into TLS, as the server. Absent where there is no TLS: AUTH is then refused. */
	startTls?(connection: Connection): Promise<void>;
	/** What TLS session `data` resumed: that of `control`, another one, or none. For servers that insist on it. */
	resumption?(data: Connection, control: Connection): Resumption;
	/** Ends a connection with RST. Absent where that cannot be done: `close()` is then called. */
	reset?(connection: Connection): void;
}

/** Where a host cannot tell whose session was resumed, any resumed one counts as "control". */
export type Resumption = "control" | "other" | "none";

/** An open port. */
export interface Listener {
	readonly port: number;
	/** The next connection; rejects after `close()`. */
	accept(): Promise<Connection>;
	/** Stops listening and closes what was not yet accepted. Safe twice. */
	close(): void;
}
