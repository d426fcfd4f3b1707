import { FTPError } from "./ftp-error.ts";
import { printable } from "./printable.ts";

/** Which of `timeouts` ran out. */
export type TimeoutCode = "CONNECT_TIMEOUT" | "REPLY_TIMEOUT" | "STALL_TIMEOUT" | "TOTAL_TIMEOUT";

/** Time ran out. After a missing reply the session is closed, because a late one could be taken for the next answer. */
export class FTPTimeoutError extends FTPError {
	override readonly name = "FTPTimeoutError" as const;
	readonly code: TimeoutCode;
	/** What did not come: `the reply to RETR`, `more bytes on data2`. */
	readonly waitingFor: string;

	constructor(code: TimeoutCode, waitingFor: string, milliseconds: number, options?: ErrorOptions) {
		super(`Gave up after ${milliseconds} ms of waiting for ${printable(waitingFor)}`, options);
		this.code = code;
		this.waitingFor = waitingFor;
	}
}
