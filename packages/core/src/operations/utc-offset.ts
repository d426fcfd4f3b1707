import { FTPProtocolError, FTPReplyError, FTPUsageError } from "../errors/index.ts";
import { type Operation, sessionFacts } from "../protocol/operation.ts";
import { modifiedAt } from "./modified-at.ts";

/** A file and what a listing said of its time, read as if the server's clock showed UTC: milliseconds since 1970. */
export interface DatedFile {
	readonly path: string;
	readonly listedAt: number;
}

const MINUTE = 60_000;
/** All zones are whole quarters of an hour from UTC; what is left of a difference are the seconds that a listing does not tell. */
const QUARTER = 15;
/** Kiribati is 14 hours ahead of UTC, Baker Island 12 behind. What differs more is no zone: the file has changed, or the year was guessed wrong. */
const MOST = 14 * 60;

/**
 * Finds out how far the server's clock in listings is ahead of UTC, by asking for the time of a listed file in UTC (MDTM, RFC 3659, 3). What it finds
 * is kept in the server's profile. A file whose time is refused tells nothing, the next one may.
 */
export function* findUtcOffset(files: readonly DatedFile[]): Operation<void> {
	const { profile } = (yield* sessionFacts()).options;
	for (const { path, listedAt } of files) {
		const date = yield* timeOf(path);
		if (!date) continue;
		const offset = Math.round((listedAt - date.getTime()) / MINUTE / QUARTER) * QUARTER;
		if (Math.abs(offset) > MOST) continue;
		// Not -0, which is no number in JSON.
		profile.utcOffset = offset + 0;
		return;
	}
}

/** No listing fails for want of a time: one that is refused, or makes no sense, or is that of a name that no command can carry, is none. */
function* timeOf(path: string): Operation<Date | undefined> {
	try {
		return yield* modifiedAt(path);
	} catch (error) {
		const isNone = error instanceof FTPReplyError || (error instanceof FTPProtocolError && error.code === "BAD_VALUE");
		if (isNone || error instanceof FTPUsageError) return undefined;
		throw error;
	}
}
