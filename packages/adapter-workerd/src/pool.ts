import { FTPPool as CoreFTPPool, type PoolOptions } from "@isoftp/core";
import type { WorkerdFTPClientOptions } from "./client.ts";
import { workerdDialer } from "./dialer.ts";
import { refuseUnsupported } from "./unsupported.ts";

export interface WorkerdFTPPoolOptions extends WorkerdFTPClientOptions, PoolOptions {
	/** How many sessions there are at the most: 3 by default, because a request has 6 connections, and a session needs up to 2. */
	readonly size?: number | undefined;
}

/** An FTP client with several sessions, on Cloudflare Workers. It belongs to the request that made it. */
export class FTPPool extends CoreFTPPool {
	/**
	 * @param host the server's name, or its URL; with TLS the name in its certificate
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right, UNSUPPORTED for those that Workers do not have
	 */
	constructor(host: string | URL, options: WorkerdFTPPoolOptions = {}) {
		refuseUnsupported(options);
		super(host, { ...options, size: options.size ?? 3, dialer: workerdDialer() });
	}
}
