import { connect } from "cloudflare:sockets";
import type { Connection, Dialer, DialTarget } from "@isoftp/core";
import { isOtherName, SocketConnection } from "./connection.ts";
import { workerdDigest } from "./digest.ts";
import { connectFailed } from "./failures.ts";

export interface WorkerdDialerOptions {
	/**
	 * Allows to verify another name than the one dialled (by default false: it is refused with `FTPTLSError` `UNSUPPORTED`).
	 * workerd on your own machine can do it. On Cloudflare's edge the name is ignored and the ClientHello then names no server at
	 * all, so that the handshake fails (cloudflare/workerd#6903): dial the name that is in the certificate instead.
	 */
	readonly verifyOtherName?: boolean;
}

/** The sockets of Cloudflare Workers (`cloudflare:sockets`), as isoftp wants them, and its hashes. */
export function workerdDialer(options: WorkerdDialerOptions = {}): Dialer {
	return { ...socketDialer(options), digest: workerdDigest };
}

/** The sockets alone: all that `SmallFTPClient` has a use for. */
export function socketDialer(options: WorkerdDialerOptions = {}): Dialer {
	const verifyOtherName = options.verifyOtherName ?? false;
	const accepted = new Set<string>();
	return {
		runtime: "Cloudflare Workers",
		capabilities: {
			// Nothing sets or tells a TLS session. BoringSSL (workerd up to 1.20261010) never resumes one, rustls (since 1.20261014)
			// does by itself, from a cache by server name; a Worker cannot know which of them serves it.
			resumeTls: "implicit",
			// Both end a stream that was cut just like one that ended with close_notify: docs/decisions/0008-tls-on-workers.md.
			detectsTruncation: false,
			verifyOtherName,
			customCa: false,
			listen: false,
			// 4096 bytes at a time, whatever was put in.
			byteStreams: false,
		},
		dial: (target, signal) => dial(target, signal, verifyOtherName, accepted),
	};
}

async function dial(
	target: DialTarget,
	signal: AbortSignal,
	verifyOtherName: boolean,
	accepted: Set<string>,
): Promise<Connection> {
	signal.throwIfAborted();
	const { host, tls, serverName } = target;
	if (tls === "now") isOtherName(host, serverName, verifyOtherName);
	const connection = new SocketConnection(socketTo(target), target, verifyOtherName, accepted);
	// Closing rejects what is waited for below.
	const stop = (): void => connection.close();
	signal.addEventListener("abort", stop);
	try {
		await connection.opened();
		if (tls === "now") await connection.startTls({ serverName });
		return connection;
	} catch (error) {
		stop();
		throw signal.aborted ? signal.reason : error;
	} finally {
		signal.removeEventListener("abort", stop);
	}
}

function socketTo({ host, port, tls }: DialTarget): Socket {
	try {
		// A numeric IPv6 address travels in a URL's brackets, or its last group is taken for the port.
		const hostname = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
		return connect(
			{ hostname, port },
			{
				// "now" dials in the clear and starts TLS by hand as well. With "on", a server that sends a few bytes and closes at once
				// lost them (rustls), an upload to ProFTPD hung (BoringSSL), and a bad certificate reads like a refused connection.
				secureTransport: tls === "never" ? "off" : "starttls",
				// With half-open sockets ProFTPD withholds its 226 and listings over TLS hang.
				allowHalfOpen: false,
			},
		);
	} catch (cause) {
		// An address that this runtime does not take, or a call outside of a request.
		throw connectFailed(`${host}:${port}`, cause);
	}
}
