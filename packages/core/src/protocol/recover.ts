import { FTPTimeoutError } from "../errors/index.ts";
import type { Channel } from "./channel.ts";
import type { Channels } from "./channels.ts";
import type { Command } from "./command.ts";
import type { Patience } from "./deadlines.ts";
import type { InFlight } from "./in-flight.ts";
import { encode, next, type Operation, perform, send, sessionFacts, type Wake } from "./operation.ts";
import { unexpected } from "./out-of-step.ts";
import { isPreliminary } from "./reply.ts";

/** Commands that are answered 257 themselves. */
const NAMING = new Set(["PWD", "XPWD", "MKD", "XMKD"]);

const TRANSFERS = new Set(["RETR", "STOR", "APPE", "STOU", "LIST", "MLSD", "NLST"]);

/**
 * Brings a session back in step after an operation was given up: takes in every reply the server still owes.
 *
 * - The data connection is closed already, or is closed here. To that most servers answer with one 426 or 226 of their own accord.
 * - Over TLS a download that is stopped by closing has ended whole sessions (ProFTPD's mod_tls), or had no reply (Pure-FTPd). There
 *   ABOR (RFC 959, 4.1.3) goes first, and the data is read to its end, for a moment: vsftpd does not listen before it has sent all.
 * - Pure-FTPd ends a stopped transfer with a second 150, or with nothing. So a server that does not come to an end is asked
 *   something that only one reply fits: PWD, which has 257, and settles all that came before.
 * - One that is silent even then may still be sending, and gets ABOR. Silence after that ends the session.
 */
export function* recover(owed: InFlight, channels: Channels): Operation<void> {
	const abor = yield* encode("ABOR");
	const question = yield* encode("PWD");
	const wasFlowing = channels.flowing !== undefined;
	if (wasFlowing && owed.first) yield* send(abor);
	for (let channel = channels.flowing; channel; channel = channels.flowing) {
		yield* letEnd(owed, channel);
		yield* perform({ type: "close", channel });
	}
	if (yield* takeIn(owed, question)) return;
	yield* send(question);
	if (yield* takeIn(owed, question)) return;
	if (!wasFlowing && TRANSFERS.has(owed.first?.verb ?? "")) yield* send(abor);
	for (let command = owed.first; command; command = owed.first) {
		if (isAnswer(yield* nextOwed(owed, `the reply to ${command.shown}`, "reply"))) owed.forget(question);
	}
}

/**
 * Waits for whatever happens next.
 * @throws FTPProtocolError UNEXPECTED_REPLY where there is no way back, or it was never answered and we are elsewhere: every relative path
 *   would now be another file's
 */
function* nextOwed(owed: InFlight, waitingFor: string, patience: Patience): Operation<Wake> {
	const wake = yield* next(`${waitingFor}, which was given up`, patience);
	const { wayBack } = yield* sessionFacts();
	if (!wayBack || wake.type !== "reply") return wake;
	const { command, isAt } = wayBack;
	const isOpen = wake.command === command || owed.has(command);
	if (isOpen && isAnswer(wake) ? !isAt(wake.reply) : wake.command === command && wake.reply.code >= 300)
		throw unexpected(command, "a 2yz reply", wake.reply);
	return wake;
}

/** 257 to something that cannot have it was the answer to our question: what came before that has had no reply, and will not. */
function isAnswer(wake: Wake): boolean {
	return wake.type === "reply" && wake.reply.code === 257 && !NAMING.has(wake.command.verb);
}

/** Waits for the end of the data, or of the handshake in front of it, but not for long. */
function* letEnd(owed: InFlight, channel: Channel): Operation<void> {
	try {
		for (;;) {
			const wake = yield* nextOwed(owed, `the end of ${channel}`, "grace");
			if ((wake.type === "ended" || wake.type === "failed") && wake.channel === channel) return;
		}
	} catch (error) {
		if (!(error instanceof FTPTimeoutError)) throw error;
	}
}

/** Whether all replies have come; false when the server falls silent, or sends only 1yz. */
function* takeIn(owed: InFlight, question: Command): Operation<boolean> {
	try {
		for (let command = owed.first; command; command = owed.first) {
			const wake = yield* nextOwed(owed, `the reply to ${command.shown}`, "grace");
			if (isAnswer(wake)) owed.forget(question);
			else if (wake.type === "reply" && isPreliminary(wake.reply)) return false;
		}
		return true;
	} catch (error) {
		if (error instanceof FTPTimeoutError) return false;
		throw error;
	}
}
