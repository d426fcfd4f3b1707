import type { Reply } from "../protocol/reply.ts";
import { shown } from "../protocol/secrets.ts";
import { FTPError } from "./ftp-error.ts";
import { printable } from "./printable.ts";

/** The server understood and refused: a 4xx or 5xx reply (RFC 959, 4.2), or a 226 to a listing that says in words that it is not all. The session stays usable, except after 421. */
export class FTPReplyError extends FTPError {
	override readonly name = "FTPReplyError" as const;
	/** The reply's number, such as 550. */
	readonly code: number;
	/** What the server said, with secrets replaced. */
	readonly reply: Reply;
	/** The refused command as sent, with secrets replaced: `RETR report.csv`, `PASS ***`. Empty for a 421 that came unasked. */
	readonly command: string;

	constructor(command: string, reply: Reply, options?: ErrorOptions) {
		const what = command === "" ? "The server ended the session" : `${printable(command)} was refused`;
		super(`${what}: ${reply.code} ${printable(shown(reply).text)}`, options);
		this.code = reply.code;
		this.reply = shown(reply);
		this.command = command;
	}

	/** True for 4xx: the same command may succeed later. */
	get isTransient(): boolean {
		return this.code >= 400 && this.code < 500;
	}
}
