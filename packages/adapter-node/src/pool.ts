import {
	FTPPool as CorePool,
	type DownloadResult,
	type PoolOptions,
	type Sink,
	type Source,
	type UploadOptions,
	type UploadResult,
} from "@isoftp/core";
import { type NodeFTPClientOptions, overNode } from "./client.ts";
import { downloadToPlace, type NodeDownloadOptions, uploadFromPlace } from "./local-files.ts";

export interface NodeFTPPoolOptions extends NodeFTPClientOptions, PoolOptions {}

/** An FTP client with several sessions, over Node's sockets. */
export class FTPPool extends CorePool {
	/**
	 * @param host the server's name or address, or its URL
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	constructor(host: string | URL, options: NodeFTPPoolOptions = {}) {
		super(host, overNode(options));
	}

	/** Downloads a file to a path on this machine's disk, as `FTPClient` does, or into a place of your own. */
	override async downloadTo(place: string | Sink, path: string, options: NodeDownloadOptions = {}): Promise<DownloadResult> {
		return await downloadToPlace(this, super.downloadTo.bind(this), place, path, options);
	}

	/** Uploads a file from this machine's disk, as `FTPClient` does, or what a source of your own gives. */
	override async uploadFrom(place: string | Source, path: string, options: UploadOptions = {}): Promise<UploadResult> {
		return await uploadFromPlace(super.uploadFrom.bind(this), place, path, options);
	}
}
