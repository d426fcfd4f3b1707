import { FTPProtocolError } from "../errors/index.ts";
import type { Operation } from "../protocol/operation.ts";
import { describe, type Identified, type Identity, identify } from "./identify.ts";
import { isCompressed, refusesRest } from "./in-the-middle.ts";
import type { RepresentationType } from "./representation-type.ts";
import type { TransferSummary } from "./transfer.ts";
import { wrongCount } from "./wrong-size.ts";

/** How far a download has come, over all its attempts. */
export interface DownloadSoFar {
	readonly path: string;
	readonly type: RepresentationType;
	/** Where in the file its bytes begin. */
	readonly offset: number;
	/** How many are wanted at the most. */
	readonly length: number | undefined;
	/** How many are in their place. */
	readonly count: number;
	/** The place of the bytes has wanted no more. */
	readonly isEnough: boolean;
	/** What the caller knows of the file. */
	readonly expected: Identity;
	/** Whether there may be another attempt, for which it must be known what the file is. */
	readonly mayBeRetried: boolean;
	/** What the file was when its first byte came. */
	known: Identity | undefined;
	/** Forgets what is in its place, so that the bytes can come from the first one on; false if that cannot be. */
	forget(): boolean;
	/** What to fail with: what the last attempt failed with, which says why there is no other one. */
	giveUp(reason: string): unknown;
}

/**
 * One attempt at a download. The first asks what the file is, if there may be another one. A later one asks again: if the file is still
 * the same, it goes on behind what is there (REST, RFC 3659, 5); else it begins anew, where its place can forget what it has.
 */
export function* continuedDownload(
	soFar: DownloadSoFar,
	transfer: (offset: number) => Operation<TransferSummary>,
): Operation<TransferSummary> {
	yield* soFar.count === 0 ? askFirst(soFar) : askAgain(soFar);
	const { offset, count } = soFar;
	if (count > 0 && count === wanted(soFar)) return { byteCount: 0, reply: undefined, isComplete: true };
	let summary: TransferSummary;
	try {
		summary = yield* transfer(offset + count);
	} catch (error) {
		if (count === 0 || !refusesRest(error)) throw error;
		if (!soFar.forget()) throw soFar.giveUp("the server does not begin in the middle of a file (REST)");
		summary = yield* transfer(offset);
	}
	const whole = wanted(soFar);
	if (whole !== undefined && soFar.count !== whole && !soFar.isEnough) throw wrongCount(whole, soFar.count);
	return summary;
}

/** Why a later attempt cannot go on behind what is there, as far as that can be told without the server. */
export function whyNotContinue({ type, known }: DownloadSoFar): string | undefined {
	if (type === "A") return "what has come of a text cannot be counted at the server";
	// The size alone would let a file pass that was written anew.
	if (known?.modifiedAt === undefined)
		return "the server does not tell when the file was modified (MDTM), and it may have changed";
	return undefined;
}

/** How many bytes there are to come in all, where that is known. */
export function wanted({ type, known, expected, offset, length }: DownloadSoFar): number | undefined {
	const size = type === "A" ? undefined : (known?.size ?? expected.size);
	if (size === undefined) return undefined;
	return Math.min(Math.max(0, size - offset), length ?? size);
}

function* askFirst(soFar: DownloadSoFar): Operation<void> {
	const { path, type, offset, expected, mayBeRetried } = soFar;
	const { size, modifiedAt } = expected;
	const isExpected = size !== undefined || modifiedAt !== undefined;
	const isProven = offset > 0 && isExpected;
	soFar.known = expected;
	if (type === "A" || !(isProven || (mayBeRetried && (size === undefined || modifiedAt === undefined)))) return;
	const found = yield* identify(path);
	mustBe(expected, found, isProven);
	soFar.known = { size: found.size ?? size, modifiedAt: found.modifiedAt ?? modifiedAt };
}

function* askAgain(soFar: DownloadSoFar): Operation<void> {
	const { path, expected, known } = soFar;
	const reason =
		whyNotContinue(soFar) ??
		((yield* isCompressed()) ? "compressed data (MODE Z) cannot begin in the middle of a file" : undefined);
	if (reason !== undefined || !known) {
		if (!soFar.forget()) throw soFar.giveUp(reason ?? "");
		return yield* askFirst(soFar);
	}
	const found = yield* identify(path);
	const isExact = known !== expected;
	if (!isSame(known, found, true, isExact)) {
		if (found.refusal?.isTransient || !soFar.forget()) mustBe(known, found, true, isExact);
		mustBe(expected, found, false);
	}
	soFar.known = found;
}

/** @throws FTPProtocolError CHANGED */
function mustBe(known: Identity, found: Identified, isProof: boolean, isExact = false): void {
	if (isSame(known, found, isProof, isExact)) return;
	const { refusal, size, modifiedAt } = found;
	// It is busy, or there is nothing of that name any more.
	if (refusal && (refusal.isTransient || (refusal.code === 550 && size === undefined && modifiedAt === undefined))) throw refusal;
	throw new FTPProtocolError("CHANGED", describe(known), describe(found), refusal && { cause: refusal });
}

/**
 * @param isProof what the server does not tell is not so
 * @param isExact the time is the server's own; what the caller knows may come from where only whole seconds are told
 */
function isSame(known: Identity, found: Identity, isProof: boolean, isExact: boolean): boolean {
	const { size, modifiedAt } = known;
	const unit = isExact ? 1 : 1000;
	const isTime = (time: number): boolean => Math.floor(time / unit) === Math.floor((modifiedAt ?? 0) / unit);
	const fits = [
		size === undefined || (found.size === undefined ? !isProof : size === found.size),
		modifiedAt === undefined || (found.modifiedAt === undefined ? !isProof : isTime(found.modifiedAt)),
	];
	return fits.every(Boolean);
}
