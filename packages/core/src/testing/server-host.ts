import type { Connection } from "../client/dialer.ts";

/** Where an FTP server for tests gets its sockets from: the network in memory, or real ones. */
export interface ServerHost {
	/** Opens a port on a free number, for data connections. */
	listen(): Promise<Listener>;
	/** Turns an accepted connection into TLS, as the server. Absent where there is no TLS: AUTH is then refused. */
	startTls?(connection: Connection): Promise<void>;
}

/** An open port. */
export interface Listener {
	readonly port: number;
	/** The next connection; rejects after `close()`. */
	accept(): Promise<Connection>;
	/** Stops listening and closes what was not yet accepted. Safe twice. */
	close(): void;
}
