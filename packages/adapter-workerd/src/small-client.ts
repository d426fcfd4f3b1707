import { SmallFTPClient as CoreSmallFTPClient } from "@isoftp/core";
import type { WorkerdFTPClientOptions } from "./client.ts";
import { socketDialer } from "./dialer.ts";
import { refuseUnsupported } from "./unsupported.ts";

/** The small FTP client, on Cloudflare Workers. It belongs to the request that made it. */
export class SmallFTPClient extends CoreSmallFTPClient {
	/**
	 * @param host the server's name; with `secure` the one in its certificate
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right, UNSUPPORTED for those that Workers do not have
	 */
	constructor(host: string, options: WorkerdFTPClientOptions = {}) {
		refuseUnsupported(options);
		super(host, { ...options, dialer: socketDialer() });
	}
}
