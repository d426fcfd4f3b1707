import { FTPReplyError } from "../errors/index.ts";
import type { Command } from "../protocol/command.ts";
import { encode, finalReply, type Operation, send } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import { isRefusal, type Reply } from "../protocol/reply.ts";

/** Sends a command and waits for its final reply, whatever it is. */
export function* ask(command: Command): Operation<Reply> {
	yield* send(command);
	return yield* finalReply(command);
}

/**
 * Sends a command and waits for its final reply.
 * @throws FTPReplyError for 4yz and 5yz
 */
export function* exchange(command: Command): Operation<Reply> {
	const reply = yield* ask(command);
	if (isRefusal(reply)) throw new FTPReplyError(command.shown, reply);
	return reply;
}

/** The same, for a command that needs no preparation and must be answered 2yz. */
export function* simple(verb: string, ...args: string[]): Operation<Reply> {
	return yield* succeed(yield* encode(verb, ...args));
}

/**
 * Sends a command that must be answered 2yz: 3yz says that nothing has been done yet.
 * @throws FTPReplyError for 4yz and 5yz; FTPProtocolError UNEXPECTED_REPLY for 3yz
 */
export function* succeed(command: Command): Operation<Reply> {
	const reply = yield* exchange(command);
	if (reply.code >= 300) throw unexpected(command, "a 2yz reply", reply);
	return reply;
}
