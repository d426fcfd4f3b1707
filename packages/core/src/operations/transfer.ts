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
 * have lost one to another session. So is one to which a data connection was opened ahead that has died since.
 */
export function* transfer(plan: Transfer): Operation<TransferSummary> {
	try {
		return yield* attempt(plan);
	} catch (error) {
		const facts = yield* sessionFacts();
		const mustResume = isNotResumed(error);
		if (!(mustResume || (facts.isAhead && isBroken(error))) || !(plan.isRepeatable?.() ?? true)) throw error;
		if (mustResume) facts.lossReason = error;
		try {
			const summary = yield* attempt(plan);
			// Nothing else was different.
			if (!mustResume) facts.options.profile.refusesAhead = true;
			return summary;
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
	const { useMode } = (yield* sessionFacts()).options;
	if (useMode) yield* useMode();
	const channel = yield* openDataFor(plan.command);
	try {
		if (rest) yield* restartAt(rest);
		yield* send(plan.command);
		return yield* settle(channel, plan);
	} finally {
		yield* plan.isListing ? perform({ type: "close", channel }) : leave(channel);
	}
}

/**
 * Only 350 means that the server will start there. Going on after anything else would silently start at 0; and a marker that was
 * sent, but not used, would cut the next transfer.
 */
function* restartAt(rest: Command): Operation<void> {
	const zero = yield* encode("REST", "0");
	let reply: Reply;
	try {
		reply = yield* ask(rest);
	} catch (error) {
		yield* send(zero);
		throw error;
	}
	if (reply.code !== 350) throw new FTPReplyError(rest.shown, reply);
}
