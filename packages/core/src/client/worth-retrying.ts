import { FTPNetworkError, FTPProtocolError, FTPReplyError, FTPTimeoutError, FTPTLSError } from "../errors/index.ts";

/**
 * "Not now": 421 ends the session, 425 and 426 are about the data connection, 450 and 451 about a file that is busy and a server that has
 * stumbled (RFC 959, 4.2.2). 452, a full disk, is not cured by coming back.
 */
const PASSING = [421, 425, 426, 450, 451];

/** Whether the same thing, done again in a while, may succeed. */
export function isWorthRetrying(error: unknown): boolean {
	if (error instanceof FTPReplyError) return PASSING.includes(error.code) || isTooMany(error);
	if (error instanceof FTPTimeoutError) return error.code !== "TOTAL_TIMEOUT";
	// A handshake that was cut, not a certificate; a file that came short, not another one: there the network is the cause.
	const isBrokenOff = error instanceof FTPTLSError && error.code === "HANDSHAKE_FAILED";
	const isShort = error instanceof FTPProtocolError && error.code === "WRONG_SIZE";
	if (isBrokenOff || isShort) return error.cause instanceof FTPNetworkError;
	return error instanceof FTPNetworkError;
}

/**
 * Whether the server has as many sessions as it wants. vsftpd and FileZilla Server say 421; ProFTPD "530 Sorry, the maximum number of
 * clients (2) for this user are already connected.", IIS and others likewise. "Too many failed attempts" is about the password.
 */
export function isTooMany(error: unknown): boolean {
	if (!(error instanceof FTPReplyError)) return false;
	if (error.code === 421) return true;
	const { command, code, reply } = error;
	const isLogin = code === 530 && /^(?:USER|PASS|ACCT|the connection)\b/.test(command);
	return (
		isLogin &&
		/too many|maximum|\blimit|session|simultaneous|already/i.test(reply.text) &&
		!/attempt|fail|incorrect|tries/i.test(reply.text)
	);
}
