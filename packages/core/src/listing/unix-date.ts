import { type ClockTime, readClockTime } from "./clock-time.ts";
import { fromServerTime, fromUtc, inferYear, type Timestamp } from "./dates.ts";
import { monthNumber } from "./months.ts";
import { isBlank, isDigit, numberAt, skipBlanks, wordEnd } from "./scan.ts";

/** What stands between the size and the name. */
export interface UnixDate {
	/** Absent for a date that does not exist, or whose month is in a language we do not know. */
	readonly modified?: Timestamp;
	readonly nameStart: number;
}

/** Longer words are no month in any language. */
const LONGEST_MONTH = 12;
/** Chinese, Japanese and Korean servers write `3月 2日 2003年`, with or without the last two signs. */
const MONTH_SIGNS = "月월";
const DAY_SIGNS = "日일.,";
const YEAR_SIGNS = "年년";

/**
 * Reads the date that begins at `at`, in one of the forms of `ls`: `Jan 31 10:00`, `Jan 31  2024`, `31 Jan 2024`,
 * `2024-01-31 10:00`, `2024-01-31 10:00:00.000000000 +0100`, `2024-01-31`, `01-31 10:00`. `undefined` where there is none. With
 * `anyMonth` a word that we do not know may stand for the month, so that a name is found even where the date is not understood.
 */
export function readUnixDate(line: string, at: number, now: number, anyMonth: boolean): UnixDate | undefined {
	const end = wordEnd(line, at);
	const numeric = isDigit(line, at) && !anyMonth ? numericDate(line, at, end, now) : undefined;
	if (numeric !== undefined) return numeric;
	const second = skipBlanks(line, end);
	const secondEnd = wordEnd(line, second);
	const dayFirst = isDigit(line, at) && !MONTH_SIGNS.includes(line.charAt(end - 1));
	const month = dayFirst ? readMonth(line, second, secondEnd, anyMonth) : readMonth(line, at, end, anyMonth);
	if (month === undefined) return undefined;
	const day = dayFirst ? readDay(line, at, end) : readDay(line, second, secondEnd);
	return day === undefined ? undefined : withTimeOrYear(line, secondEnd, month, day, now);
}

/** The third word: a time, and the year has to be found; or a year, and there is no time. */
function withTimeOrYear(line: string, from: number, month: number, day: number, now: number): UnixDate | undefined {
	const third = skipBlanks(line, from);
	const thirdEnd = wordEnd(line, third);
	const year = readNumber(line, third, thirdEnd, 4, YEAR_SIGNS);
	if (year >= 1000) return named(line, afterYear(line, from, third, thirdEnd), fromServerTime({ year, month, day }));
	const time = readClockTime(line, third, thirdEnd);
	if (time === undefined) return undefined;
	// BSD's `ls -T` writes seconds and then the year.
	const yearEnd = thirdEnd + 5;
	const fullYear = time.second === undefined ? -1 : numberAt(line, thirdEnd + 1, yearEnd);
	if (fullYear >= 0 && isBlank(line, yearEnd))
		return named(line, yearEnd + 1, fromServerTime({ year: fullYear, month, day, ...time }));
	const likely = inferYear({ month, day, ...time }, now);
	return named(line, thirdEnd + 1, likely === undefined ? undefined : fromServerTime({ year: likely, month, day, ...time }));
}

/**
 * Where the name begins after a year: one blank later, for further blanks belong to the name. The year stands at the right of a
 * column as wide as "10:00"; VMS servers put it at the left, and the blank that fills the column is not the name's.
 */
function afterYear(line: string, dayEnd: number, yearStart: number, yearEnd: number): number {
	const leftAligned = yearStart === dayEnd + 1 && isBlank(line, yearEnd + 1);
	return leftAligned ? yearEnd + 2 : yearEnd + 1;
}

/** `2024-01-31` with or without a time, `01-31` with a time or a year. */
function numericDate(line: string, at: number, end: number, now: number): UnixDate | undefined {
	if (end - at === 5) {
		const month = line.charAt(at + 2) === "-" ? numberAt(line, at, at + 2) : -1;
		const day = numberAt(line, at + 3, end);
		return month < 0 || day < 0 ? undefined : withTimeOrYear(line, end, month, day, now);
	}
	const separator = line.charAt(at + 4);
	if (end - at !== 10 || line.charAt(at + 7) !== separator || !"-/.".includes(separator)) return undefined;
	const [year, month, day] = [numberAt(line, at, at + 4), numberAt(line, at + 5, at + 7), numberAt(line, at + 8, end)];
	if (year < 0 || month < 0 || day < 0) return undefined;
	const next = skipBlanks(line, end);
	const nextEnd = wordEnd(line, next);
	const time = readClockTime(line, next, nextEnd);
	// GNU `ls --time-style=iso` fills up with a blank where there is no time.
	if (time === undefined) return named(line, isBlank(line, end + 1) ? end + 2 : end + 1, fromServerTime({ year, month, day }));
	const offset = readOffset(line, nextEnd + 1);
	if (offset === undefined) return named(line, nextEnd + 1, fromServerTime({ year, month, day, ...time }));
	return named(line, nextEnd + 7, atOffset({ year, month, day }, time, offset));
}

/** `+0100` and a blank, as `ls --full-time` writes it, in minutes. */
function readOffset(line: string, at: number): number | undefined {
	const sign = line.charAt(at);
	const [hours, minutes] = [numberAt(line, at + 1, at + 3), numberAt(line, at + 3, at + 5)];
	if ((sign !== "+" && sign !== "-") || hours < 0 || minutes < 0 || !isBlank(line, at + 5)) return undefined;
	return (sign === "-" ? -1 : 1) * (hours * 60 + minutes);
}

function atOffset(date: { year: number; month: number; day: number }, time: ClockTime, offset: number): Timestamp | undefined {
	const local = fromUtc({ ...date, ...time });
	return local && { date: new Date(local.date.getTime() - offset * 60_000), precision: local.precision };
}

/** A date is one only when a blank and a name follow. */
function named(line: string, nameStart: number, modified: Timestamp | undefined): UnixDate | undefined {
	if (nameStart >= line.length || !isBlank(line, nameStart - 1)) return undefined;
	return modified === undefined ? { nameStart } : { nameStart, modified };
}

/** From 1; zero, which is in no date, for a word that is accepted without being understood. */
function readMonth(line: string, from: number, to: number, anyMonth: boolean): number | undefined {
	if (to === from || to - from > LONGEST_MONTH) return undefined;
	const last = line.charAt(to - 1);
	if (isDigit(line, from)) {
		const number = MONTH_SIGNS.includes(last) ? readNumber(line, from, to, 2, MONTH_SIGNS) : -1;
		return number > 0 ? number : undefined;
	}
	const word = line.slice(from, ".,".includes(last) ? to - 1 : to);
	const month = monthNumber(word);
	if (month > 0) return month;
	return anyMonth && /^[^0-9]+$/.test(word) ? 0 : undefined;
}

function readDay(line: string, from: number, to: number): number | undefined {
	const day = readNumber(line, from, to, 2, DAY_SIGNS);
	return day < 0 ? undefined : day;
}

/** A number of at most so many digits, with or without one of the signs behind it; else -1. */
function readNumber(line: string, from: number, to: number, digits: number, signs: string): number {
	const end = to > from && signs.includes(line.charAt(to - 1)) ? to - 1 : to;
	return end - from > digits ? -1 : numberAt(line, from, end);
}
