import { FTPError } from "./ftp-error.ts";

export type NetworkErrorCode =
	/** No connection could be made. */
	| "CONNECT_FAILED"
	/** A connection ended when it should not have, or was reset. */
	| "CONNECTION_LOST"
	/** A TLS connection ended without close_notify: what arrived may have been cut short (RFC 8446, 6.1). */
	| "TRUNCATED";

/** The network failed: a connection was not made, or was lost. `cause` holds what the runtime said. */
export class FTPNetworkError extends FTPError {
	override readonly name = "FTPNetworkError" as const;
	readonly code: NetworkErrorCode;

	constructor(code: NetworkErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}
