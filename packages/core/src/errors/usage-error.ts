import { FTPError } from "./ftp-error.ts";

export type UsageErrorCode =
	/** An argument or option that cannot be right; nothing was sent. */
	| "BAD_ARGUMENT"
	/** Called before `connect()`, after `close()`, or twice. */
	| "NOT_CONNECTED"
	| "ALREADY_CONNECTED"
	/** `allowConnect` said no; nothing was dialled. */
	| "CONNECT_NOT_ALLOWED"
	/** The runtime cannot do this; the message names it. */
	| "UNSUPPORTED";

/** The caller asked for something that cannot be done. Nothing was sent to the server for it. */
export class FTPUsageError extends FTPError {
	override readonly name = "FTPUsageError" as const;
	readonly code: UsageErrorCode;

	constructor(code: UsageErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.code = code;
	}
}
