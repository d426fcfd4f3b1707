import { FTPClient as CoreFTPClient, type FTPClientOptions } from "@isoftp/core";
import { workerdDialer } from "./dialer.ts";
import { refuseUnsupported } from "./unsupported.ts";

/** The options on Cloudflare Workers: those that every runtime has. */
export interface WorkerdFTPClientOptions extends FTPClientOptions {
	/** Not on Workers: there is no custom authority, no client certificate, and no way to switch verification off. */
	readonly tls?: undefined;
	/** Not on Workers: they cannot listen. */
	readonly active?: false | undefined;
	/** Not on Workers: they connect directly. */
	readonly proxy?: undefined;
	/** Not on Workers: which of its addresses a connection is made from is theirs to choose. */
	readonly localAddress?: undefined;
	/** Not on Workers: they choose between IPv4 and IPv6. */
	readonly family?: undefined;
}

/**
 * An FTP client on Cloudflare Workers. It belongs to the request that made it: sockets cannot be carried over to another one.
 *
 * ```ts
 * const client = new FTPClient("ftp.example.com", { user: env.FTP_USER, pass: env.FTP_PASS, secure: true });
 * try {
 * 	await client.connect();
 * 	return Response.json(await client.list());
 * } finally {
 * 	await client.close();
 * }
 * ```
 */
export class FTPClient extends CoreFTPClient {
	/**
	 * @param host the server's name, or its URL; with TLS the name in its certificate
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right, UNSUPPORTED for those that Workers do not have
	 */
	constructor(host: string | URL, options: WorkerdFTPClientOptions = {}) {
		refuseUnsupported(options);
		super(host, { ...options, dialer: workerdDialer() });
	}
}
