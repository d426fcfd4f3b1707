import { FTPReplyError, FTPUsageError } from "../errors/index.ts";
import type { SessionFacts } from "../protocol/facts.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import { isSuccess } from "../protocol/reply.ts";
import { exchange } from "./exchange.ts";

export interface Credentials {
	readonly user: string;
	readonly pass: string;
	/** For servers that ask for it with 332 (RFC 959, 4.1.1, ACCT). */
	readonly account?: string | undefined;
	/** Makes the password, knowing the text of the 331 that asks for it: where passwords are good for one login only. */
	readonly respond?: ((challenge: string) => Operation<string>) | undefined;
}

/**
 * USER, PASS, ACCT, as far as the server asks for them (RFC 959, 5.4 and 6). All three are encoded before the first is sent, so
 * that a bad one does not leave half a login behind.
 */
export function* login(credentials: Credentials): Operation<void> {
	if (!needsNoLogin(yield* sessionFacts())) yield* signIn(credentials);
}

/** The same, whatever the greeting was: it may have been that of a proxy on the way. */
export function* signIn({ respond, ...credentials }: Credentials): Operation<void> {
	let command = yield* encode("USER", credentials.user);
	const pass = yield* encode("PASS", credentials.pass);
	const account = credentials.account === undefined ? undefined : yield* encode("ACCT", credentials.account);

	const unasked = new Set([331, 332]);
	for (;;) {
		const reply = yield* exchange(command);
		if (isSuccess(reply)) return;
		// Each is asked for once, in this order: a server that asks again would never end.
		if (!unasked.delete(reply.code)) throw unexpected(command, "a 2yz reply, or a new demand", reply);
		if (reply.code === 332) unasked.clear();
		const password = respond && reply.code === 331 ? yield* encode("PASS", yield* respond(reply.text)) : pass;
		const answer = reply.code === 331 ? password : account;
		if (!answer) {
			const message = "The server asks for an account (332): give it as the option `account`";
			throw new FTPUsageError("BAD_ARGUMENT", message, { cause: new FTPReplyError(command.shown, reply) });
		}
		command = answer;
	}
}

/** A server may need no login at all. What it said before AUTH TLS does not count: that may not have been the server. */
export function needsNoLogin({ greeting, secured, options }: SessionFacts): boolean {
	return greeting?.code === 230 && (!secured || options.secure === "implicit");
}

export function isAscii({ user, pass }: Credentials): boolean {
	return !/[^\p{ASCII}]/u.test(user + pass);
}
