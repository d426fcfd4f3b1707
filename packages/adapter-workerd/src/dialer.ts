import { connect } from "cloudflare:sockets";
import type { Connection, Dialer, DialTarget } from "@isoftp/core";
import { SocketConnection, sameName } from "./connection.ts";
import { connectFailed, dialRefused, otherNameRefused } from "./failures.ts";
import { settleQuietly } from "./quiet.ts";

export interface WorkerdDialerOptions {
	/**
	 * Allows to verify another name than the one dialled (by default false: it is refused with `FTPTLSError` `UNSUPPORTED`).
	 * workerd on your own machine can do it. On Cloudflare's edge the name is ignored and the ClientHello then names no server at
	 * all, so that the handshake fails (cloudflare/workerd#6903): dial the name that is in the certificate instead.
	 */
	readonly verifyOtherName?: boolean;
}

/** The sockets of Cloudflare Workers (`cloudflare:sockets`), as isoftp wants them. */
export function workerdDialer(options: WorkerdDialerOptions = {}): Dialer {
	const verifyOtherName = options.verifyOtherName ?? false;
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
		},
		dial: (target, signal) => dial(target, signal, verifyOtherName),
	};
}

async function dial(target: DialTarget, signal: AbortSignal, verifyOtherName: boolean): Promise<Connection> {
	signal.throwIfAborted();
	const { host, port } = target;
	if (target.tls === "now" && !verifyOtherName && !sameName(host, target.serverName))
		throw otherNameRefused(host, target.serverName);
	let socket: Socket;
	try {
		socket = connect(
			{ hostname: inBrackets(host), port },
			{
				// "now" dials in the clear and starts TLS by hand as well. With "on", a server that sends a few bytes and closes at once
				// lost them (rustls), an upload to ProFTPD hung (BoringSSL), and a bad certificate reads like a refused connection.
				secureTransport: target.tls === "never" ? "off" : "starttls",
				// With half-open sockets ProFTPD withholds its 226 and listings over TLS hang.
				allowHalfOpen: false,
			},
		);
	} catch (error) {
		throw dialRefused(host, port, error);
	}
	const connection = new SocketConnection(socket, { host, port, purpose: target.purpose, verifyOtherName });
	try {
		await untilAborted(signal, socket.opened, () => connection.close());
		if (target.tls === "now") {
			const secured = connection.startTls({ serverName: target.serverName });
			await untilAborted(signal, secured, () => connection.close());
		}
		return connection;
	} catch (error) {
		connection.close();
		if (signal.aborted) throw signal.reason;
		throw connectFailed(host, port, error);
	}
}

/** A numeric IPv6 address travels in a URL's brackets, or its last group is taken for the port. */
function inBrackets(host: string): string {
	return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

/** What `promise` becomes, or the signal's reason as soon as it is aborted, after `stop()`. */
async function untilAborted<T>(signal: AbortSignal, promise: Promise<T>, stop: () => void): Promise<T> {
	settleQuietly(promise);
	let onAbort: (() => void) | undefined;
	const aborted = new Promise<never>((_, reject) => {
		onAbort = () => {
			stop();
			reject(signal.reason);
		};
		signal.addEventListener("abort", onAbort, { once: true });
	});
	try {
		signal.throwIfAborted();
		return await Promise.race([promise, aborted]);
	} finally {
		if (onAbort) signal.removeEventListener("abort", onAbort);
	}
}
