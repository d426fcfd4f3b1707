import { FTPError } from "./ftp-error.ts";
import { printable } from "./printable.ts";

export type ProtocolErrorCode =
	/** Bytes that are no FTP reply. */
	| "BAD_REPLY"
	/** A reply whose framing is right, but whose content is not what it has to be. The session goes on. */
	| "BAD_VALUE"
	/** A reply that is legal by itself but not here. */
	| "UNEXPECTED_REPLY"
	/** A reply, a listing or a download larger than its limit. After the last two the session goes on. */
	| "LIMIT_EXCEEDED"
	/** Something was sent in the clear before TLS was up: the mark of an injection (RFC 4217, 10). */
	| "BYTES_BEFORE_TLS"
	/** The answer to PASV or EPSV names no usable address. */
	| "BAD_ADDRESS"
	/** The file at the server has not as many bytes as were transferred, or the caller has not given as many as announced (`verify`). */
	| "WRONG_SIZE"
	/** The file at the server is not what was transferred (`verify`). */
	| "WRONG_HASH"
	/** The file at the server is not the one that it was, or was said to be: a transfer of it cannot be continued. */
	| "CHANGED";

const FAULTS: Partial<Record<ProtocolErrorCode, string>> = {
	BAD_VALUE: "The server's answer makes no sense",
	LIMIT_EXCEEDED: "The server sent too much",
	WRONG_SIZE: "The file was not transferred as it is",
	WRONG_HASH: "The file was not transferred as it is",
	CHANGED: "The file has changed",
};

/**
 * The server did what it must not do, or more than it was allowed to. The session is closed, for nothing it says can be relied on
 * any more; unless only a value was wrong, a file or a listing too large, or a file not transferred as it is.
 */
export class FTPProtocolError extends FTPError {
	override readonly name = "FTPProtocolError" as const;
	readonly code: ProtocolErrorCode;
	/** What would have been right here, in words. */
	readonly expected: string;
	/** What came instead, cut to a readable length and escaped. */
	readonly received: string;

	constructor(code: ProtocolErrorCode, expected: string, received: string, options?: ErrorOptions) {
		const shown = printable(received);
		super(`${FAULTS[code] ?? "The server broke the protocol"}: expected ${printable(expected)}, received ${shown}`, options);
		this.code = code;
		this.expected = expected;
		this.received = shown;
	}
}
