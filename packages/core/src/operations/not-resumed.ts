import { FTPTLSError } from "../errors/index.ts";
import type { Command } from "../protocol/command.ts";
import type { Reply } from "../protocol/reply.ts";

/**
 * Whether a server refused a data connection because its TLS session was not resumed. There is no code for it:
 * vsftpd says "522 SSL connection failed: session reuse required"; ProFTPD "425 Unable to build data connection: Operation not
 * permitted" (450 for listings), newer ones "TLS session of data connection not resumed"; FileZilla Server "425 Unable to build
 * data connection: TLS session of data connection not resumed"; Pure-FTPd does not demand it.
 */
export function notResumed(reply: Reply, command: Command): boolean {
	if (![425, 450, 522].includes(reply.code)) return false;
	// A file may be named like that. A shorter name cannot be, and taken out it would leave holes in the words.
	const argument = command.shown.slice(command.verb.length + 1);
	const text = argument.length < 10 ? reply.text : reply.text.replaceAll(argument, "");
	return /session.{0,40}(?:reuse|resum)|(?:reuse|resum).{0,40}session|build data connection: Operation not permitted/i.test(text);
}

/** Whether an operation failed for that reason. */
export function isNotResumed(error: unknown): error is FTPTLSError {
	return error instanceof FTPTLSError && error.code === "SESSION_NOT_RESUMED";
}
