import { SmallFTPClient as CoreSmallClient } from "@isoftp/core";
import { type NodeFTPClientOptions, overNode } from "./client.ts";

/** The small FTP client, over Node's sockets: for code that runs on Workers too. */
export class SmallFTPClient extends CoreSmallClient {
	/**
	 * @param host the server's name or address
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	constructor(host: string, options: NodeFTPClientOptions = {}) {
		super(host, overNode(options));
	}
}
