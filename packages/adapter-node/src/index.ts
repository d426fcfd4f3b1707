/**
 * FTP and FTPS for Node.js 20 and later.
 * @module
 */
import { FTPClient as CoreClient, type FTPClientOptions } from "@isoftp/core";
import { nodeDialer } from "./dialer.ts";
import type { NodeTlsOptions } from "./tls-options.ts";

export * from "@isoftp/core";
export { type NodeDialerOptions, nodeDialer } from "./dialer.ts";
export type { NodeTlsOptions } from "./tls-options.ts";

export interface NodeFTPClientOptions extends FTPClientOptions {
	/** About TLS, under the names of Node's own `tls.connect()`: `ca`, `cert`, `key`, `rejectUnauthorized`, `servername`, ... */
	readonly tls?: NodeTlsOptions | undefined;
}

/** One session with one FTP server, over Node's sockets. */
export class FTPClient extends CoreClient {
	/**
	 * @param host the server's name or address
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	constructor(host: string, options: NodeFTPClientOptions = {}) {
		const { tls, ...rest } = options;
		super(host, { ...rest, dialer: nodeDialer({ tls }) });
	}
}
