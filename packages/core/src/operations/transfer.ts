import { FTPReplyError, isNetworks } from "../errors/index.ts";
import type { Command } from "../protocol/command.ts";
import { encode, leave, type Operation, perform, send, sessionFacts } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { ask } from "./exchange.ts";
import { isNotResumed } from "./not-resumed.ts";
import { openDataFor } from "./prepared-data.ts";
import { type RepresentationType, useType } from "./representation-type.ts";
import { settle } from "./settle.ts";

export interface TransferSummary {
	readonly byteCount: number;
	/** The final reply; undefined when the caller stopped early on purpose. */
	readonly reply: Reply | undefined;
	/** The 1yz reply, where there was one before the transfer's end. */
	readonly begun?: Reply | undefined;
	/** There was nothing left to transfer: everything had come before the connection was lost. */
	readonly isComplete?: boolean;
	/** It was not begun, and its reply may be an earlier transfer's, said twice. */
	readonly isDoubtful?: boolean;
}

export interface Transfer {
	readonly direction: "download" | "upload";
	readonly command: Command;
	/** Text or bytes; bytes, unless told. A listing comes as text in either. */
	readonly type?: RepresentationType | undefined;
	/** Where in the file to start, in bytes (REST, RFC 3659, 5). */
	readonly offset?: number | undefined;
	/** A listing: nothing at all on the data connection is an answer too. */
	readonly isListing?: boolean;
	/** Whether the bytes can be moved a second time; asked when it is needed. */
	readonly isRepeatable?: (() => boolean) | undefined;
}

/**
 * One transfer from EPSV to the final reply. A server that insists on a resumed TLS session (RFC 4217, 10.2, leaves it to
 * policy) and did not get one is asked once more: TLS 1.3 tickets are single use, and a runtime that resumes by itself may
 * have lost one to another session. So is one to which a data connection was opened ahead that has died since, and one that breaks
 * off the TLS handshake: there are servers that do so when a session is resumed.
 */
export function* transfer(plan: Transfer): Operation<TransferSummary> {
	try {
		return yield* attempt(plan);
	} catch (error) {
		const facts = yield* sessionFacts();
		const { profile, choosesTlsSession } = facts.options;
		const mustResume = isNotResumed(error);
		const mayBeFresh = choosesTlsSession === true && facts.isHandshakeOpen && !profile.breaksResumption && isBroken(error);
		const isAboutSession = mustResume || mayBeFresh;
		const wasAhead = facts.isAhead && isBroken(error);
		if (!(isAboutSession || wasAhead) || !(plan.isRepeatable?.() ?? true)) throw error;
		if (isAboutSession) {
			facts.lossReason = error;
			// Where a profile had it wrong, it is put right.
			profile.breaksResumption = mayBeFresh;
		}
		try {
			const summary = yield* attempt(plan);
			// Nothing else was different.
			if (!isAboutSession) profile.refusesAhead = true;
			return summary;
		} catch (again) {
			if (mayBeFresh) profile.breaksResumption = false;
			throw again;
		} finally {
			facts.lossReason = undefined;
		}
	}
}

/** The data connection is to blame. */
function isBroken(error: unknown): boolean {
	return isNetworks(error) || (error instanceof FTPReplyError && (error.code === 425 || error.code === 426));
}

function* attempt(plan: Transfer): Operation<TransferSummary> {
	const rest = plan.offset ? yield* encode("REST", String(plan.offset)) : undefined;
	if (!plan.isListing) yield* useType(plan.type ?? "I");
	const facts = yield* sessionFacts();
	facts.isHandshakeOpen = false;
	if (facts.options.useMode) yield* facts.options.useMode();
	const channel = yield* openDataFor(plan.command);
	try {
		if (rest) yield* restartAt(rest);
		yield* send(plan.command);
		return yield* settle(channel, plan);
	} catch (error) {
		// pyftpdlib looks at the name, and at what the user may do, before it looks at the marker, and keeps that when it refuses.
		if (rest && error instanceof FTPReplyError && error.command === plan.command.shown) yield* forgetRest();
		throw error;
	} finally {
		yield* plan.isListing ? perform({ type: "close", channel }) : leave(channel);
	}
}

/**
 * Only 350 means that the server will start there. Going on after anything else would silently start at 0; and a marker that was
 * sent, but not used, would cut the next transfer.
 */
function* restartAt(rest: Command): Operation<void> {
	let reply: Reply;
	try {
		reply = yield* ask(rest);
	} catch (error) {
		yield* forgetRest();
		throw error;
	}
	if (reply.code !== 350) throw new FTPReplyError(rest.shown, reply);
}

/** Takes a marker back. Its reply is taken in when the operation has failed. */
function* forgetRest(): Operation<void> {
	yield* send(yield* encode("REST", "0"));
}
