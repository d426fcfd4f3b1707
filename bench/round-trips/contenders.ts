import { Readable, Writable } from "node:stream";
import type { SecureVersion } from "node:tls";
import { FTPClient, FTPPool, type NodeFTPClientOptions, type TraceEvent } from "@isoftp/adapter-node";
import { Client } from "basic-ftp";

/** A server at the end of the slow network, and how to log in there. */
export interface Target {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly pass: string;
	/** The version of TLS to speak; undefined for plain FTP. */
	readonly tls: SecureVersion | undefined;
	readonly ca: string;
}

/** What both clients can do, in the way that each does it best. */
export interface Visitor {
	connect(): Promise<void>;
	/** Resolves with the number of bytes when the server has confirmed the transfer. */
	download(path: string, onFirstByte?: () => void): Promise<number>;
	upload(path: string, bytes: Uint8Array): Promise<unknown>;
	list(path: string): Promise<unknown>;
	size(path: string): Promise<number>;
	close(): Promise<void>;
}

/** The name in the certificate, whatever address the network gives the server. */
const CERTIFIED = "localhost";

function tlsOptions({ tls, ca }: Target): {
	ca: string;
	servername: string;
	minVersion?: SecureVersion;
	maxVersion?: SecureVersion;
} {
	return { ca, servername: CERTIFIED, ...(tls && { minVersion: tls, maxVersion: tls }) };
}

export function basicFtp(target: Target): Visitor {
	const { host, port, user, pass } = target;
	const client = new Client(60_000);
	return {
		connect: async () => {
			const secure = target.tls !== undefined;
			await client.access({ host, port, user, password: pass, secure, ...(secure && { secureOptions: tlsOptions(target) }) });
		},
		async download(path, onFirstByte) {
			let count = 0;
			const sink = new Writable({
				write(chunk: Uint8Array, _encoding, done) {
					if (count === 0) onFirstByte?.();
					count += chunk.byteLength;
					done();
				},
			});
			await client.downloadTo(sink, path);
			return count;
		},
		async upload(path, bytes) {
			await client.uploadFrom(Readable.from([bytes]), path);
		},
		list: (path) => client.list(path),
		size: (path) => client.size(path),
		close: async () => client.close(),
	};
}

function isoftpOptions(target: Target): NodeFTPClientOptions {
	const { port, user, pass, tls } = target;
	return { port, user, pass, secure: tls !== undefined, tls: tls && tlsOptions(target) };
}

/** One session. */
export function isoftp(target: Target, onTrace?: (event: TraceEvent) => void): Visitor {
	return visitor(new FTPClient(target.host, { ...isoftpOptions(target), onTrace }));
}

/** As many sessions as are told. */
export function isoftpPool(target: Target, size: number): Visitor {
	return visitor(new FTPPool(target.host, { ...isoftpOptions(target), size }));
}

function visitor(client: FTPClient | FTPPool): Visitor {
	return {
		connect: () => client.connect(),
		async download(path, onFirstByte) {
			if (onFirstByte === undefined) return (await client.download(path)).byteLength;
			let count = 0;
			for await (const chunk of await client.downloadStream(path)) {
				if (count === 0) onFirstByte();
				count += chunk.byteLength;
			}
			return count;
		},
		upload: (path, bytes) => client.upload(path, bytes),
		list: (path) => client.list(path),
		size: (path) => client.size(path),
		close: () => client.close(),
	};
}
