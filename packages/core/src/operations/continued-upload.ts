import type { Operation } from "../protocol/operation.ts";
import { isCompressed, refusesRest } from "./in-the-middle.ts";
import { isNotResumed } from "./not-resumed.ts";
import type { RepresentationType } from "./representation-type.ts";
import { type SizeNow, sizeNow } from "./size-now.ts";
import type { TransferSummary } from "./transfer.ts";
import { wrongCount } from "./wrong-size.ts";

/** How far an upload has come, over all its attempts. */
export interface UploadSoFar {
	readonly path: string;
	readonly type: RepresentationType;
	/** Where in the file its bytes begin. */
	readonly offset: number;
	/** Its bytes go to the end of what is there. */
	readonly isAppended: boolean;
	/** Nobody else writes a file of this name. */
	readonly isPrivate: boolean;
	/** Whether there may be another attempt, for which it must be known what was there before. */
	readonly mayBeRetried: boolean;
	/** The server has agreed to the transfer, in an earlier attempt: from then on there may be bytes of it. */
	isBegun: boolean;
	/** How many of its bytes can have got there at the most. */
	readonly given: number;
	/** What was there before. */
	before: SizeNow;
	/** Makes this attempt begin with the byte at `position`; false if that cannot be. */
	goTo(position: number): boolean;
	/** What to fail with: what the last attempt failed with, which says why there is no other one. */
	giveUp(reason: string): unknown;
}

/** Where an attempt writes. */
export interface UploadChoice {
	readonly offset: number;
	readonly append: boolean;
}

const READ_ONCE = "the data of the upload can be read only once";
const NO_REST = "the server does not begin in the middle of a file (REST), and a part of the data is there already";

/**
 * One attempt at an upload. A later one asks for the size, and goes on behind the bytes that are provably its own: by REST and STOR
 * (RFC 3659, 5), never by APPE, for the server's process of the lost session may still be writing, and what both write at the same place
 * is the same. Where nothing is proven, it begins anew. Each ends with a look at the size: pyftpdlib says 226 to a data connection that was
 * reset, as if that were the end of the data.
 */
export function* continuedUpload<T extends TransferSummary>(
	soFar: UploadSoFar,
	transfer: (choice: UploadChoice) => Operation<T>,
): Operation<T> {
	const { path, type, offset, isAppended, isPrivate } = soFar;
	if (!soFar.isBegun) {
		if (soFar.mayBeRetried && !isPrivate && type === "I") soFar.before = yield* sizeNow(path);
		try {
			return yield* compared(soFar, transfer, { offset, append: isAppended });
		} catch (error) {
			// What was given to such a connection went nowhere: the next attempt is the first.
			if (isNotResumed(error)) soFar.isBegun = false;
			throw error;
		}
	}
	const start = isAppended ? endOf(soFar.before) : offset;
	const own = start === undefined ? undefined : yield* ownBytes(soFar, start);
	if (start === undefined || (isAppended && own === undefined)) {
		throw soFar.giveUp("the server does not tell how much of the data it has added to the file (SIZE)");
	}
	if (own && soFar.goTo(own)) {
		try {
			return yield* compared(soFar, transfer, { offset: start + own, append: false });
		} catch (error) {
			if (!refusesRest(error)) throw error;
			if (isAppended) throw soFar.giveUp(NO_REST);
		}
	}
	if (!soFar.goTo(0)) throw soFar.giveUp(READ_ONCE);
	const choice = { offset: start, append: false };
	try {
		return yield* compared(soFar, transfer, choice);
	} catch (error) {
		if (!isAppended || start === 0 || !refusesRest(error)) throw error;
		if (own) throw soFar.giveUp(NO_REST);
		return yield* compared(soFar, transfer, { offset: 0, append: true });
	}
}

/** Why there can be no later attempt, as far as that can be told without the server. */
export function whyNotAgain({ isBegun, isAppended, before }: UploadSoFar, isRepeatable: boolean): string | undefined {
	if (!isRepeatable) return READ_ONCE;
	if (isBegun && isAppended && before === "unknown") return "the server does not tell how long the file was before (SIZE)";
	return undefined;
}

function endOf(before: SizeNow): number | undefined {
	return before === "unknown" ? undefined : before === "nothing" ? 0 : before;
}

/** How many bytes of the upload are at the server; undefined where what is there may be anybody's. */
function* ownBytes(
	{ path, type, before, isPrivate, isAppended, given }: UploadSoFar,
	start: number,
): Operation<number | undefined> {
	if (type === "A" || (yield* isCompressed())) return undefined;
	const now = yield* sizeNow(path);
	if (now === "nothing" && isAppended && before === "nothing") return 0;
	// Servers that write to a name of their own first show the file from before until the end.
	const isProven = isPrivate || isAppended || (before !== "unknown" && now !== before);
	if (!isProven || typeof now !== "number") return undefined;
	const own = now - start;
	return own >= 0 && own <= given ? own : undefined;
}

/** A transfer, after which nothing may be missing. */
function* compared<T extends TransferSummary>(
	{ path, isPrivate, isAppended, isBegun, before, offset: first }: UploadSoFar,
	transfer: (choice: UploadChoice) => Operation<T>,
	choice: UploadChoice,
): Operation<T> {
	const summary = yield* transfer(choice);
	const start = choice.append ? endOf(before) : choice.offset;
	// Whoever has chosen a private name compares it himself.
	if (isPrivate || before === "unknown" || start === undefined) return summary;
	const now = yield* sizeNow(path);
	const whole = start + summary.byteCount;
	// What was behind the bytes at an offset of the caller's may still be there, and others may add to a file. But not an earlier attempt.
	const mayBeMore = !isBegun || (first > 0 && !isAppended);
	if (typeof now === "number" && (now < whole || (now > whole && !mayBeMore))) throw wrongCount(whole, now);
	return summary;
}
