import { secondsAt, timeOfDay } from "./clock-time.ts";
import { dateOf, dayStart, type Timestamp } from "./dates.ts";
import { numberAt } from "./scan.ts";

/** Some servers print the year as "19" and the number of years since 1900, which makes 2024 "19124"; some add the "Z" for UTC. */
const TIME_VAL = /^(?:\d{14}|191\d{12})(?:\.\d+)?Z?$/;

/**
 * Reads a time-val (RFC 3659, 2.3), `YYYYMMDDHHMMSS` with an optional fraction of a second, always UTC: the MLSx fact `modify` and
 * the text of MDTM's 213 reply. `undefined` for anything else and for moments that do not exist.
 */
export function parseTimeVal(text: string): Timestamp | undefined {
	if (!TIME_VAL.test(text)) return undefined;
	const isLong = text.length > 14 && !".Z".includes(text.charAt(14));
	const month = isLong ? 5 : 4;
	const at = (place: number): number => numberAt(text, month + place, month + place + 2);
	const year = isLong ? 1900 + numberAt(text, 2, 5) : numberAt(text, 0, 4);
	const date = dateOf(dayStart(year, at(0), at(2)) + timeOfDay(at(4), at(6), secondsAt(text, month + 8)));
	return date && { date, precision: text.includes(".") ? "millisecond" : "second" };
}
