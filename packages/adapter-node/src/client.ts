import {
	FTPClient as CoreClient,
	type Dialer,
	type DownloadResult,
	type FTPClientOptions,
	FTPUsageError,
	type Sink,
	type Source,
	type UploadOptions,
	type UploadResult,
} from "@isoftp/core";
import { type NodeDialerOptions, nodeDialer } from "./dialer.ts";
import { downloadToPlace, type NodeDownloadOptions, uploadFromPlace } from "./local-files.ts";
import type { ProxyConnect } from "./proxy.ts";
import type { NodeTlsOptions } from "./tls-options.ts";

export interface NodeFTPClientOptions extends FTPClientOptions {
	/** About TLS, under the names of Node's own `tls.connect()`: `ca`, `cert`, `key`, `rejectUnauthorized`, `servername`, ... */
	readonly tls?: NodeTlsOptions | undefined;
	/**
	 * Makes every TCP connection, control and data, in place of Node's `net`: through an HTTP or a SOCKS proxy. TLS goes on top of it. The
	 * proxy looks the names up. Not together with `active`.
	 */
	readonly proxy?: ProxyConnect | undefined;
	/** The IP address of this machine that connections are made from. */
	readonly localAddress?: string | undefined;
	/** The only IP version to use, where a name has addresses of both. */
	readonly family?: 4 | 6 | undefined;
}

/** What the core needs to run on Node. */
export function overNode<Options extends NodeFTPClientOptions>(
	options: Options,
): Omit<Options, keyof NodeDialerOptions> & { dialer: Dialer } {
	if (typeof options !== "object" || options === null) throw new FTPUsageError("BAD_ARGUMENT", "the options must be an object");
	const { tls, proxy, localAddress, family, ...rest } = options;
	return { ...rest, dialer: nodeDialer({ tls, proxy, localAddress, family }) };
}

/** One session with one FTP server, over Node's sockets. */
export class FTPClient extends CoreClient {
	/**
	 * @param host the server's name or address, or its URL
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	constructor(host: string | URL, options: NodeFTPClientOptions = {}) {
		super(host, overNode(options));
	}

	/**
	 * Downloads a file into a local file, which costs a fraction of what a stream does, or into a place of your own.
	 *
	 * The bytes go to a temporary file in the same folder, which takes the place of what is there when it is complete, with the permissions that that
	 * had; its other hard links keep the old bytes. A symlink stays: what it points to is replaced. A download that fails leaves everything as it
	 * was; `resume` keeps what has arrived for the next one. With `offset` the local file itself is continued: the bytes go where
	 * they stand in the remote one, and those that have arrived stay there if the rest does not.
	 * @throws FTPUsageError BAD_ARGUMENT for a place that cannot be written to, or that another download is writing to; FTPAbortError when writing fails, with the reason
	 */
	override async downloadTo(place: string | Sink, path: string, options: NodeDownloadOptions = {}): Promise<DownloadResult> {
		return await downloadToPlace(this, super.downloadTo.bind(this), place, path, options);
	}

	/**
	 * Uploads a local file, which costs a fraction of what a stream does, or what a source of your own gives.
	 *
	 * With `offset` both files are meant: the local one is sent from there on, and lands there in the remote one.
	 * @throws FTPUsageError BAD_ARGUMENT for a file that cannot be read; FTPAbortError when reading fails, or the file has changed by its end
	 */
	override async uploadFrom(place: string | Source, path: string, options: UploadOptions = {}): Promise<UploadResult> {
		return await uploadFromPlace(super.uploadFrom.bind(this), place, path, options);
	}
}
