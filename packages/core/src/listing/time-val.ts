import { fromUtc, type Timestamp } from "./dates.ts";
import { digitsEnd, numberAt } from "./scan.ts";

/** YYYYMMDDHHMMSS */
const DIGITS = 14;

/**
 * Reads a time-val (RFC 3659, 2.3), `YYYYMMDDHHMMSS` with an optional fraction of a second, always UTC: the MLSx fact `modify` and
 * the text of MDTM's 213 reply. `undefined` for anything else and for moments that do not exist.
 */
export function parseTimeVal(text: string): Timestamp | undefined {
	const end = digitsEnd(text, 0);
	// Some servers print the year as "19" and the number of years since 1900, which makes 2024 "19124".
	const long = end === DIGITS + 1 && text.startsWith("191");
	if (end !== DIGITS && !long) return undefined;
	const rest = end - 10;
	const time = {
		year: long ? 1900 + numberAt(text, 2, rest) : numberAt(text, 0, rest),
		month: numberAt(text, rest, rest + 2),
		day: numberAt(text, rest + 2, rest + 4),
		hour: numberAt(text, rest + 4, rest + 6),
		minute: numberAt(text, rest + 6, rest + 8),
		second: numberAt(text, rest + 8, rest + 10),
	};
	if (isEnd(text, end)) return fromUtc(time);
	const fractionEnd = digitsEnd(text, end + 1);
	if (text.charAt(end) !== "." || fractionEnd === end + 1 || !isEnd(text, fractionEnd)) return undefined;
	const millisecond = Number(text.slice(end + 1, Math.min(fractionEnd, end + 4)).padEnd(3, "0"));
	return fromUtc({ ...time, millisecond });
}

/** Nothing more, or the "Z" for UTC that some servers cannot help adding. */
function isEnd(text: string, at: number): boolean {
	return at === text.length || (at === text.length - 1 && text.charAt(at) === "Z");
}
