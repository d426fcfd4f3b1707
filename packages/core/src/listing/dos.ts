import { CLOCK, clockOf } from "./clock-time.ts";
import { fullYear } from "./columns.ts";
import { dateOf, momentOf, precisionOf } from "./dates.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const HOUR = 3_600_000;

const usual: RegExp = /* @__PURE__ */ dosPattern();

/** A line of `dir` as IIS sends it: `01-31-24  10:00AM       <DIR>          name`, or the size in place of `<DIR>`. */
export function parseDosLine(line: string, context: ListingContext): Entry | undefined {
	const match = usual.exec(line);
	if (match === null) return undefined;
	const moment = momentIn(match, context);
	const digits = match[7] ?? "";
	// A German `dir` puts dots between thousands.
	const size = match[2] === "." ? digits.replaceAll(".", ",") : digits;
	const type = size === "" ? (match[8] === undefined ? "symlink" : "directory") : "file";
	const nameStart = match[0].length;
	// `name [target]`
	const bracket = type === "symlink" && line.endsWith("]") ? line.lastIndexOf(" [") : 0;
	const isLink = bracket > nameStart;
	const draft = {
		name: line.slice(nameStart, isLink ? bracket : line.length),
		type,
		size: sizeOf(size),
		modifiedAt: dateOf(moment),
		modifiedAtPrecision: precisionOf(moment, match[5]),
		raw: line,
	} as const;
	return finished(draft, size, isLink ? line.slice(bracket + 2, -1) : undefined);
}

/**
 * What the groups hold: 1, 3, 4 the parts of the date, 5 the time, 6 its half of the day, 7 the size, 8 `<DIR>`. A tag and its blanks
 * are 15 characters wide; more blanks belong to the name. Early ones write `03:34p`. The match ends where the name begins.
 */
function dosPattern(): RegExp {
	const date = "^_*(\\d\\d(?:\\d\\d)?)([-/.])(\\d\\d)\\2(\\d\\d(?:\\d\\d)?)";
	const tag = "(<DIR>)_{1,10}|<JUNCTION>_{1,5}|<SYMLINKD>_{1,5}|<SYMLINK>_{1,6}";
	return pattern(`${date}_+${CLOCK}(?: ?([AP])M?)?_+(?:(\\d[\\d.,]*)_|${tag})(?!_*$)`, "i");
}

/**
 * The month comes first, with two or four digits of the year; or the year does, as IIS can be told to write; with dots it is the
 * German order.
 */
function momentIn(match: RegExpExecArray, context: ListingContext): number {
	const [, first = "", separator, second = "", third = ""] = match;
	const isYearFirst = first.length === 4;
	const year = isYearFirst ? first : fullYear(third);
	const [month, day] = isYearFirst ? [second, third] : separator === "." ? [second, first] : [first, second];
	return momentOf(year, Number(month), Number(day), timeOf(match), context);
}

/** NaN for a time that does not exist, such as 13:30 PM. */
function timeOf(match: RegExpExecArray): number {
	const clock = clockOf(match[5]);
	const half = match[6];
	if (half === undefined) return clock;
	if (clock < HOUR || clock >= 13 * HOUR) return Number.NaN;
	return (clock % (12 * HOUR)) + (half.toUpperCase() === "P" ? 12 * HOUR : 0);
}
