import {
	FTPPool as CorePool,
	type DownloadOptions,
	type DownloadResult,
	type PoolOptions,
	type Sink,
	type Source,
	type UploadOptions,
	type UploadResult,
} from "@isoftp/core";
import { nodeDialer } from "./dialer.ts";
import type { NodeFTPClientOptions } from "./index.ts";
import { downloadToFile, uploadFromFile } from "./local-files.ts";

export interface NodeFTPPoolOptions extends NodeFTPClientOptions, PoolOptions {}

/** An FTP client with several sessions, over Node's sockets. */
export class FTPPool extends CorePool {
	/**
	 * @param host the server's name or address
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	constructor(host: string, options: NodeFTPPoolOptions = {}) {
		const { tls, ...rest } = options;
		super(host, { ...rest, dialer: nodeDialer({ tls }) });
	}

	/** Downloads a file to a path on this machine's disk, as `FTPClient` does, or into a place of your own. */
	override async downloadTo(place: string | Sink, path: string, options: DownloadOptions = {}): Promise<DownloadResult> {
		const receive = super.downloadTo.bind(this);
		return await (typeof place === "string" ? downloadToFile(receive, place, path, options) : receive(place, path, options));
	}

	/** Uploads a file from this machine's disk, as `FTPClient` does, or what a source of your own gives. */
	override async uploadFrom(place: string | Source, path: string, options: UploadOptions = {}): Promise<UploadResult> {
		const send = super.uploadFrom.bind(this);
		return await (typeof place === "string" ? uploadFromFile(send, place, path, options) : send(place, path, options));
	}
}
