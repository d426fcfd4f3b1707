import { FTPNetworkError, FTPTLSError } from "@isoftp/core";

/** A certificate may have names of any length, and as many as it likes. */
const LONGEST = 500;

/** What a terminal obeys, and what shows the rest in another order than it stands in. */
const HARMFUL = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** What Node says went wrong, in one line: `connect ECONNREFUSED 127.0.0.1:21`. Some of it comes from a certificate. */
export function reasonOf(error: unknown): string {
	if (error instanceof AggregateError && error.errors.length > 0) {
		// One error for each address of the host that was tried.
		return error.errors.map(reasonOf).join(", ");
	}
	const message = error instanceof Error ? error.message : String(error);
	const code = codeOf(error);
	const shown = code === "" || message.includes(code) ? message : `${message} (${code})`;
	const short = shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
	return short.replace(HARMFUL, " ").trim();
}

function codeOf(error: unknown): string {
	return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

export function connectFailed(host: string, port: number, cause: unknown): FTPNetworkError {
	return new FTPNetworkError("CONNECT_FAILED", `No connection to ${host} port ${port}: ${reasonOf(cause)}`, { cause });
}

/** Where the network broke it off, `cause` is an `FTPNetworkError`: another attempt may succeed. EPROTO is OpenSSL's refusal. */
export function handshakeFailed(name: string, cause: unknown): FTPTLSError {
	const isCut = /^E(?!PROTO$)[A-Z]+$|UNEXPECTED_EOF/.test(codeOf(cause));
	const message = `TLS with ${name} failed: ${reasonOf(cause)}`;
	return new FTPTLSError("HANDSHAKE_FAILED", message, { cause: isCut ? connectionLost(cause) : cause });
}

/**
 * An error on a connection that was up.
 * @param untried Whether nothing has been read over its TLS yet. In TLS 1.3 the server judges the client's certificate after the
 * client has finished its handshake, so that a refusal comes as an alert in place of the first bytes.
 */
export function connectionLost(cause: unknown, untried = false): FTPNetworkError | FTPTLSError {
	if (untried && codeOf(cause).startsWith("ERR_SSL_")) {
		return new FTPTLSError("HANDSHAKE_FAILED", `TLS failed: ${reasonOf(cause)}`, { cause });
	}
	return new FTPNetworkError("CONNECTION_LOST", `The connection was lost: ${reasonOf(cause)}`, { cause });
}

/** Both sides agree that a reader or writer of a closed connection gets an answer, whatever it was waiting for. */
export function closedHere(): FTPNetworkError {
	return new FTPNetworkError("CONNECTION_LOST", "The connection was closed on this side");
}

export function truncated(): FTPNetworkError {
	return new FTPNetworkError("TRUNCATED", "The TLS connection ended without close_notify: what arrived may be cut short");
}
