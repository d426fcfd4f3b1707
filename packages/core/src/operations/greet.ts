import { FTPReplyError } from "../errors/index.ts";
import { greetingCommand } from "../protocol/command.ts";
import { next, type Operation, send, sessionFacts } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import { isPreliminary, isRefusal, type Reply } from "../protocol/reply.ts";
import { shown } from "../protocol/secrets.ts";

/**
 * Waits until the server is ready (RFC 959, 5.4): 220, after any number of 120 "ready in n minutes"; 230 where no login is
 * needed. 421 ends the session by itself, 4yz and 5yz are refusals.
 */
export function* greet(): Operation<Reply> {
	yield* send(greetingCommand);
	return yield* greeted();
}

/** The same, where it is awaited already. */
export function* greeted(): Operation<Reply> {
	const facts = yield* sessionFacts();
	const hint = facts.secured ? "" : ", which a port for implicit TLS does not send in the clear";
	for (;;) {
		const wake = yield* next(`the server's greeting${hint}`, "reply");
		if (wake.type !== "reply" || isPreliminary(wake.reply)) continue;
		if (isRefusal(wake.reply)) throw new FTPReplyError(greetingCommand.shown, wake.reply);
		if (wake.reply.code >= 300) throw unexpected(greetingCommand, "220", wake.reply);
		facts.greeting = shown(wake.reply);
		return wake.reply;
	}
}
