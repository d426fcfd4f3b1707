import type { SecureContextOptions } from "node:tls";
import { FTPUsageError } from "@isoftp/core";
import type { MemoryServer } from "@isoftp/core/testing";
import { NodeHost } from "./node-host.ts";

export interface ListenOptions {
	/** The local address; 127.0.0.1 unless told. */
	readonly host?: string;
	/** A free one unless told. */
	readonly port?: number;
	/** The server's certificate and key, and what else Node's `tls.createSecureContext()` takes. Without it there is no TLS. */
	readonly tls?: SecureContextOptions;
	/** TLS before the greeting, as on port 990. */
	readonly implicit?: boolean;
}

export interface ListeningServer {
	readonly host: string;
	readonly port: number;
	/** Ends all sessions and stops listening. */
	close(): Promise<void>;
}

/** Serves a server in memory on a real port of this machine. */
export async function listen(server: MemoryServer, options: ListenOptions = {}): Promise<ListeningServer> {
	const { host = "127.0.0.1", port = 0, tls, implicit = false } = options;
	if (implicit && tls === undefined) {
		throw new FTPUsageError("BAD_ARGUMENT", "Implicit TLS needs a certificate and a key");
	}
	const running = await server.listenOn(new NodeHost(host, tls), port, { implicitTls: implicit });
	return { host, port: running.port, close: () => running.close() };
}
