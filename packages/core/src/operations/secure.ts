import { FTPReplyError, FTPTLSError } from "../errors/index.ts";
import type { Command } from "../protocol/command.ts";
import type { SessionOptions } from "../protocol/facts.ts";
import { encode, next, type Operation, perform, sessionFacts } from "../protocol/operation.ts";
import { isSuccess, type Reply } from "../protocol/reply.ts";
import { ask } from "./exchange.ts";
import { isUnknownForm } from "./unknown-command.ts";

/**
 * Turns the control connection into TLS (RFC 4217, 4): AUTH TLS, or AUTH SSL for servers from before the RFC that do not know
 * "TLS". Only 234 lets the handshake begin. If there is no TLS, the operation fails, and nothing secret has been said.
 */
export function* secure(): Operation<void> {
	const facts = yield* sessionFacts();
	const first = yield* ask(yield* encode("AUTH", "TLS"));
	if (first.code !== 234) {
		const second = isUnknownForm(first) ? yield* ask(yield* encode("AUTH", "SSL")) : first;
		if (second.code !== 234) throw notOffered("AUTH TLS", first);
	}
	yield* perform({ type: "secure", channel: "control", serverName: facts.options.host });
	for (;;) {
		const wake = yield* next("the TLS handshake on the control connection", "connect");
		if (wake.type === "secured" && wake.channel === "control") break;
	}
	facts.secured = true;
}

/**
 * Asks for encrypted data connections (RFC 2228, 3; RFC 4217, 9): PBSZ 0, then PROT P; both must be granted. A server with
 * implicit TLS may know neither: there the data connections are encrypted without having been asked for. PROT C, for data in the
 * clear, where the caller wants that.
 */
export function* protectData(): Operation<void> {
	const facts = yield* sessionFacts();
	for (const command of yield* protection(facts.options)) {
		const reply = yield* ask(command);
		if (!isGranted(reply, mayBeUnknown(facts.options))) throw notOffered(command.shown, reply);
	}
	facts.privateData = !facts.options.clearData;
}

/** What settles how data connections travel; nothing without TLS. */
export function* protection({ secure, clearData }: SessionOptions): Operation<Command[]> {
	return secure ? [yield* encode("PBSZ", "0"), yield* encode("PROT", clearData ? "C" : "P")] : [];
}

/** With implicit TLS data connections are encrypted even where PROT is unknown. */
export function mayBeUnknown({ secure, clearData }: SessionOptions): boolean {
	return secure === "implicit" && !clearData;
}

export function isGranted(reply: Reply | undefined, mayBeUnknown: boolean): boolean {
	return reply !== undefined && (isSuccess(reply) || (mayBeUnknown && isUnknownForm(reply)));
}

function notOffered(command: string, reply: Reply): FTPTLSError {
	const cause = new FTPReplyError(command, reply);
	return new FTPTLSError(
		"NOT_OFFERED",
		`The server does not do the TLS that was asked for, so the session was given up: ${cause.message}`,
		{
			cause,
		},
	);
}
