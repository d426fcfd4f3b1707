import { FTPNetworkError, FTPTLSError, type NetworkErrorCode } from "@isoftp/core";

/**
 * workerd tells next to nothing: a refused connection, a name that does not exist and an address that the edge blocks all read
 * "proxy request failed, cannot connect to the specified address". The message therefore tells what else it may be.
 * @param peer host and port
 */
export function connectFailed(peer: string, cause: unknown): FTPNetworkError {
	const what = "could not be made by Cloudflare Workers (whose edge also refuses private addresses, its own, and port 25)";
	return networkError("CONNECT_FAILED", what, peer, cause);
}

export function connectionLost(peer: string, doing: string, cause: unknown): FTPNetworkError {
	return networkError("CONNECTION_LOST", `was lost while ${doing}`, peer, cause);
}

export function closedHere(peer: string): FTPNetworkError {
	return new FTPNetworkError("CONNECTION_LOST", `The connection to ${peer} was closed by this side`);
}

/**
 * A connection that was turned into TLS and failed before anything had gone through it in either direction. BoringSSL reports
 * no handshake: `opened` resolves at once, then a write rejects ("internal error; reference = ..." for a certificate, "Network
 * connection lost." for a server that hung up) and a read ends as if the server had closed. rustls rejects `opened`, with
 * "internal error; reference = ..." whatever it was.
 *
 * Where the network broke it off, `cause` is an `FTPNetworkError`: another attempt may succeed.
 * @param isAccepted The certificate was accepted before, on the control connection or another one, so it is hardly to blame.
 */
export function handshakeFailed(serverName: string, cause: unknown, isAccepted: boolean): FTPTLSError {
	const isCut = isAccepted || /connection lost/i.test(words(cause));
	const cut = (): FTPNetworkError =>
		new FTPNetworkError("CONNECTION_LOST", "The connection was lost in the TLS handshake", { cause });
	return new FTPTLSError(
		"HANDSHAKE_FAILED",
		`The TLS handshake with ${serverName} failed: ${words(cause ?? "the connection ended")}. Cloudflare Workers does not tell why, workerd on your own machine ` +
			"does: a certificate that is expired, for another name or not from a public authority, or a server that hung up.",
		{ cause: isCut ? cut() : cause },
	);
}

/** On the edge the combination fails in a way that nobody could explain from the outside; so it is refused before it starts. */
export function otherNameRefused(host: string, serverName: string): FTPTLSError {
	return new FTPTLSError(
		"UNSUPPORTED",
		`Cloudflare Workers cannot dial ${host} and verify ${serverName}: the edge ignores the name. Connect to the name in the ` +
			"certificate, or insist with workerdDialer({ verifyOtherName: true }).",
	);
}

function networkError(code: NetworkErrorCode, what: string, peer: string, cause: unknown): FTPNetworkError {
	return new FTPNetworkError(code, `The connection to ${peer} ${what}: ${words(cause)}`, { cause });
}

/** What the runtime said, without the full stop that some of its messages have. */
function words(cause: unknown): string {
	return (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/u, "");
}
