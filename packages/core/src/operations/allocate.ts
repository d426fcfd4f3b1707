import { FTPReplyError } from "../errors/index.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import { isRefusal } from "../protocol/reply.ts";
import { ask } from "./exchange.ts";
import { isUnknownForm } from "./unknown-command.ts";

/**
 * Says how many bytes the next upload will have (ALLO, RFC 959, 4.1.3): old servers want it, others use it to see whether there is room
 * (552 from Pure-FTPd, and from ProFTPD with mod_quotatab). Who does not need it or does not know it is not bothered.
 * @throws FTPReplyError, such as 552, where there is no room
 */
export function* allocate(bytes: number): Operation<void> {
	const command = yield* encode("ALLO", String(bytes));
	const reply = yield* ask(command);
	if (isRefusal(reply) && !isUnknownForm(reply)) throw new FTPReplyError(command.shown, reply);
}
