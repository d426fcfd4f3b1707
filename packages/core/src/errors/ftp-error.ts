/**
 * The root of every error this library throws on purpose. Anything else that comes out of it is a bug: please report it.
 *
 * The class says who is to blame: the server refused (`FTPReplyError`), the server broke the protocol (`FTPProtocolError`), the
 * network failed (`FTPNetworkError`), TLS failed (`FTPTLSError`), time ran out (`FTPTimeoutError`), the caller stopped it
 * (`FTPAbortError`) or the caller asked for something impossible (`FTPUsageError`).
 *
 * Messages and fields never contain a password, an account or an unescaped control character.
 */
export abstract class FTPError extends Error {
	abstract override readonly name: string;
	/** What happened, for a `switch`: a reply code (number) for `FTPReplyError`, an upper-case word for all others. */
	abstract readonly code: number | string;
}
