import { FTPError, FTPNetworkError, FTPTLSError } from "@isoftp/core";

/**
 * workerd tells next to nothing: a refused connection, a name that does not exist and an address that the edge blocks all read
 * "proxy request failed, cannot connect to the specified address". The message therefore lists what it may be.
 */
export function connectFailed(host: string, port: number, cause: unknown): FTPError {
	if (cause instanceof FTPError) return cause;
	return new FTPNetworkError(
		"CONNECT_FAILED",
		`Cannot connect to ${host}:${port} from Cloudflare Workers: ${words(cause)}. The server may be down or refuse the ` +
			"connection, or the name may not exist. Cloudflare's edge also refuses private addresses, Cloudflare's own, and port 25.",
		{ cause },
	);
}

/** `connect()` threw at once: an address that this runtime does not take, or a call outside of a request. */
export function dialRefused(host: string, port: number, cause: unknown): FTPNetworkError {
	return new FTPNetworkError("CONNECT_FAILED", `Cloudflare Workers refused to dial ${host}:${port}: ${words(cause)}`, { cause });
}

/**
 * A connection that was turned into TLS and failed before anything had gone through it in either direction. BoringSSL reports
 * no handshake: `opened` resolves at once, then a write rejects ("internal error; reference = ..." for a certificate, "Network
 * connection lost." for a server that hung up) and a read ends as if the server had closed. rustls rejects `opened`, with
 * "internal error; reference = ..." whatever it was.
 */
export function handshakeFailed(serverName: string, cause?: unknown): FTPTLSError {
	const said = cause === undefined ? "the connection ended before anything came through it" : words(cause);
	return new FTPTLSError(
		"HANDSHAKE_FAILED",
		`The TLS handshake with ${serverName} failed (${said}). Cloudflare Workers does not tell why: the certificate may not be ` +
			"from a publicly trusted authority, may be expired, or may be for another name than the one dialled; or the server hung up, or " +
			"does not speak TLS here. Run on your own machine, workerd prints the reason.",
		cause === undefined ? {} : { cause },
	);
}

export function connectionLost(host: string, port: number, doing: string, cause: unknown): FTPNetworkError {
	return new FTPNetworkError("CONNECTION_LOST", `The connection to ${host}:${port} was lost while ${doing}: ${words(cause)}`, {
		cause,
	});
}

/** On the edge the combination fails in a way that nobody could explain from the outside; so it is refused before it starts. */
export function otherNameRefused(host: string, serverName: string): FTPTLSError {
	return new FTPTLSError(
		"UNSUPPORTED",
		`Cloudflare Workers cannot dial ${host} and verify its certificate for ${serverName}: on the edge the name is ignored, and the ` +
			"handshake fails. Connect to the name in the certificate. If you know that your runtime can do it, say so: " +
			"workerdDialer({ verifyOtherName: true }).",
	);
}

export function closedHere(host: string, port: number): FTPNetworkError {
	return new FTPNetworkError("CONNECTION_LOST", `The connection to ${host}:${port} was closed by this side`);
}

/** What the runtime said, without the full stop that some of its messages have. */
function words(cause: unknown): string {
	return (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/u, "");
}
