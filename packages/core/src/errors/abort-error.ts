import { FTPError } from "./ftp-error.ts";

/** The caller stopped the operation: by its `signal`, by cancelling a stream, or by `close()`. `cause` is the reason given. */
export class FTPAbortError extends FTPError {
	override readonly name = "FTPAbortError" as const;
	readonly code = "ABORTED" as const;

	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
	}
}
