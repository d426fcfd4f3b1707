import { readClockTime } from "./clock-time.ts";
import { fromServerTime, type ServerTime } from "./dates.ts";
import type { Draft } from "./dialect.ts";
import type { Entry } from "./entry.ts";
import { digitsEnd, isBlank, isDigit, numberAt, skipBlanks, wordEnd } from "./scan.ts";
import { setGroupedSize } from "./size.ts";

/** `<DIR>` and its blanks are as wide as this in what IIS and `dir` write; more blanks belong to the name. */
const TAG_WIDTH = 15;
/** Two digits of a year below this are 20xx. FTP is from 1971. */
const CENTURY_BREAK = 70;

/** A line of `dir` as IIS sends it: `01-31-24  10:00AM       <DIR>          name`, or the size in place of `<DIR>`. */
export function parseDosLine(line: string): Entry | undefined {
	const start = skipBlanks(line, 0);
	const dateEnd = wordEnd(line, start);
	const date = readDate(line, start, dateEnd);
	if (date === undefined) return undefined;
	const time = readTime(line, skipBlanks(line, dateEnd));
	if (time === undefined) return undefined;
	const at = skipBlanks(line, time.end);
	const end = wordEnd(line, at);
	const tag = line.slice(at, end).toUpperCase();
	const entry: Draft = { name: "", type: typeOf(tag), raw: line };
	if (entry.type === "unknown") return undefined;
	if (entry.type === "file") setGroupedSize(entry, tag);
	const nameStart = entry.type === "file" ? end + 1 : afterTag(line, at, end);
	if (nameStart >= line.length || !isBlank(line, nameStart - 1)) return undefined;
	entry.name = line.slice(nameStart);
	if (entry.type === "symlink") splitTarget(entry);
	const modified = fromServerTime({ ...date, ...time });
	if (modified !== undefined) {
		entry.modifiedAt = modified.date;
		entry.modifiedAtPrecision = modified.precision;
	}
	return entry;
}

/** Month first, with two or four digits of the year; or `2024-01-31`, as IIS can be told to write. */
function readDate(line: string, start: number, end: number): Pick<ServerTime, "year" | "month" | "day"> | undefined {
	const yearFirst = end - start === 10 && digitsEnd(line, start) === start + 4;
	const first = yearFirst ? start + 5 : start;
	const separator = line.charAt(first + 2);
	if (separator !== "-" && separator !== "/") return undefined;
	if (line.charAt(yearFirst ? start + 4 : start + 5) !== separator) return undefined;
	const month = numberAt(line, first, first + 2);
	const day = numberAt(line, first + 3, first + 5);
	const year = yearFirst ? numberAt(line, start, start + 4) : readYear(line, start + 6, end);
	return month < 0 || day < 0 || year < 0 ? undefined : { year, month, day };
}

function readYear(line: string, from: number, to: number): number {
	const year = numberAt(line, from, to);
	if (to - from === 4) return year;
	if (to - from !== 2 || year < 0) return -1;
	return year < CENTURY_BREAK ? 2000 + year : 1900 + year;
}

type DosTime = Pick<ServerTime, "hour" | "minute" | "second"> & { readonly end: number };

/** `10:00AM`, `10:00 AM` or `22:00`. */
function readTime(line: string, from: number): DosTime | undefined {
	let digits = from;
	while (isDigit(line, digits) || line.charAt(digits) === ":") digits++;
	const time = readClockTime(line, from, digits);
	if (time === undefined) return undefined;
	const half = line.charAt(digits) === " " ? digits + 1 : digits;
	const word = line.slice(half, half + 2).toUpperCase();
	if ((word === "AM" || word === "PM") && isBlank(line, half + 2)) {
		const hour = time.hour < 1 || time.hour > 12 ? -1 : (time.hour % 12) + (word === "PM" ? 12 : 0);
		return { ...time, hour, end: half + 2 };
	}
	return isBlank(line, digits) ? { ...time, end: digits } : undefined;
}

function typeOf(tag: string): Entry["type"] {
	if (tag === "<DIR>") return "directory";
	if (tag === "<JUNCTION>" || tag === "<SYMLINKD>" || tag === "<SYMLINK>") return "symlink";
	return /^[0-9][0-9,]*$/.test(tag) ? "file" : "unknown";
}

function afterTag(line: string, at: number, end: number): number {
	return Math.min(skipBlanks(line, end), at + TAG_WIDTH);
}

/** `name [target]`. */
function splitTarget(entry: Draft): void {
	const open = entry.name.lastIndexOf(" [");
	if (open <= 0 || !entry.name.endsWith("]")) return;
	entry.linkTarget = entry.name.slice(open + 2, -1);
	entry.name = entry.name.slice(0, open);
}
