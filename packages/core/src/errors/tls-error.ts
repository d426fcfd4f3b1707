import { FTPError } from "./ftp-error.ts";

export type TLSErrorCode =
	/** The handshake failed, or the certificate was not accepted; `cause` has what the runtime tells of it. */
	| "HANDSHAKE_FAILED"
	/** The server does not do TLS although `secure` asks for it, or refused to protect the data connection. */
	| "NOT_OFFERED"
	/** The server insists that a data connection resumes the control connection's TLS session, and it was not resumed. */
	| "SESSION_NOT_RESUMED"
	/** This runtime's TLS cannot do what was asked. */
	| "UNSUPPORTED";

/** TLS failed. Nothing secret was sent without it. */
export class FTPTLSError extends FTPError {
	override readonly name = "FTPTLSError" as const;
	readonly code: TLSErrorCode;

	constructor(code: TLSErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}
