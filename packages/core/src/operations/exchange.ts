import { FTPProtocolError, FTPReplyError } from "../errors/index.ts";
import type { Command } from "../protocol/command.ts";
import type { Patience } from "../protocol/deadlines.ts";
import { encode, next, type Operation, send } from "../protocol/operation.ts";
import { isPreliminary, isRefusal, type Reply } from "../protocol/reply.ts";

/**
 * Waits for the final reply to a command that was sent, whatever it is. Replies that are still owed to earlier commands, of
 * something that was given up, pass by.
 */
export function* finalReply(command: Command, patience: Patience = "reply"): Operation<Reply> {
	for (;;) {
		const wake = yield* next(`the reply to ${command.shown}`, patience);
		if (wake.type === "reply" && wake.command === command && !isPreliminary(wake.reply)) return wake.reply;
	}
}

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
	const command = yield* encode(verb, ...args);
	const reply = yield* exchange(command);
	if (reply.code >= 300) throw unexpected(command, "a 2yz reply", reply);
	return reply;
}

/** A reply that is in the protocol, but not here: from now on nobody knows which reply belongs to what. */
export function unexpected(command: Command, expected: string, reply: Reply): FTPProtocolError {
	return new FTPProtocolError("UNEXPECTED_REPLY", `${expected} to ${command.shown}`, `${reply.code} ${reply.text}`);
}
