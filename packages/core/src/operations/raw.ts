import { FTPUsageError } from "../errors/index.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { exchange } from "./exchange.ts";

/** Commands that would change under the session what it relies on, or need a data connection; each has a method or an option. */
const RESERVED =
	/^(?:AUTH|PBSZ|PROT|CCC|REIN|QUIT|ABOR|PORT|EPRT|LPRT|PASV|EPSV|LPSV|RETR|STOR|STOU|APPE|LIST|NLST|MLSD|CWD|XCWD|CDUP|XCUP|TYPE|MODE|STRU|REST|USER|PASS)$/i;

/**
 * Any other command; gives its final reply, 2yz or 3yz.
 * @throws FTPReplyError for 4yz and 5yz; FTPUsageError for a command that has a method of its own
 */
export function* raw(verb: string, ...args: string[]): Operation<Reply> {
	const command = yield* encode(verb, ...args);
	if (RESERVED.test(command.verb)) {
		const message = `${command.verb} is the client's own business: use the method or option for it`;
		throw new FTPUsageError("BAD_ARGUMENT", message);
	}
	return yield* exchange(command);
}
