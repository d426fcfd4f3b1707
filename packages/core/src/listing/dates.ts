import type { Entry } from "./entry.ts";

/** A moment, and how much of it the server told. */
export interface Timestamp {
	readonly date: Date;
	readonly precision: NonNullable<Entry["modifiedAtPrecision"]>;
}

const DAY = 24 * 60 * 60 * 1000;
/** NTFS counts from here, no file system from earlier. Some servers print the year 1 for "never". */
const EARLIEST_YEAR = 1601;
/** 29 February is at most this many years back: 1896 and 1904, 2096 and 2104. */
const LEAP_GAP = 8;

/** A date and time without zone, as far as the server told it. Months count from 1. */
export interface ServerTime {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour?: number | undefined;
	readonly minute?: number | undefined;
	readonly second?: number | undefined;
	readonly millisecond?: number | undefined;
}

/** A time in UTC as a moment, or `undefined` for one that does not exist, such as 31 February: `Date` would make it 3 March. */
export function fromUtc(time: ServerTime): Timestamp | undefined {
	const moment = utcMoment(time);
	return moment === undefined ? undefined : { date: new Date(moment), precision: precisionOf(time) };
}

function utcMoment(time: ServerTime): number | undefined {
	const { year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0 } = time;
	if (year < EARLIEST_YEAR || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return undefined;
	// A leap second (RFC 3659, 2.3 allows :60) has no place of its own in a Date.
	return Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), millisecond);
}

/**
 * What a LIST line says as a moment. LIST tells no time zone; until the caller can name the server's, it is taken to be UTC, which
 * is what most servers are set to. This is the one place to change for it.
 */
export function fromServerTime(time: ServerTime): Timestamp | undefined {
	return fromUtc(time);
}

/**
 * The year of a date that `ls -l` writes without one: the latest that does not put it more than a day into the future. The day is
 * for servers in time zones ahead of ours and clocks that are wrong. So 29 February goes to the latest leap year. `undefined` for
 * a date that no year has.
 */
export function inferYear(time: Omit<ServerTime, "year">, now: number): number | undefined {
	const thisYear = new Date(now).getUTCFullYear();
	for (let year = thisYear + 1; year >= thisYear - LEAP_GAP; year--) {
		const moment = utcMoment({ ...time, year });
		if (moment !== undefined && moment <= now + DAY) return year;
	}
	return undefined;
}

function precisionOf(time: ServerTime): Timestamp["precision"] {
	if (time.hour === undefined) return "day";
	if (time.second === undefined) return "minute";
	return time.millisecond === undefined ? "second" : "millisecond";
}

function daysIn(year: number, month: number): number {
	if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
	return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
