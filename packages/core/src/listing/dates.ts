import type { ListingContext } from "./dialect.ts";
import type { Entry } from "./entry.ts";

/** A moment, and how much of it the server told. */
export interface Timestamp {
	readonly date: Date;
	readonly precision: NonNullable<Entry["modifiedAtPrecision"]>;
}

const DAY = 24 * 60 * 60 * 1000;
/** The mean year of the Gregorian calendar. */
const YEAR = 365.2425 * DAY;
/** NTFS counts from here, no file system from earlier. Some servers print the year 1 for "never". */
const EARLIEST_YEAR = 1601;
/** 29 February is at most this many years back: 1896 and 1904, 2096 and 2104. */
const LEAP_GAP = 8;

/**
 * Midnight in UTC as milliseconds since 1970. NaN for a day that does not exist, such as 31 February: `Date` would make it 3 March.
 * Months count from 1.
 */
export function dayStart(year: number, month: number, day: number): number {
	const moment = Date.UTC(year, month - 1, day);
	const isThere = month > 0 && month < 13 && day > 0 && (day < 29 || new Date(moment).getUTCDate() === day);
	return isThere && year >= EARLIEST_YEAR && year < 10_000 ? moment : Number.NaN;
}

/**
 * A date that `ls -l` writes without its year, `clock` milliseconds after midnight: the latest that is not more than a day in the
 * future. The day is for servers in time zones that we do not know and clocks that are wrong. So 29 February goes to the latest leap
 * year. NaN for a date that no year has.
 */
export function latestMoment(month: number, day: number, clock: number, now: number): number {
	// Near the turn of the year this is one less than the year; more than the next one it never is.
	const latest = Math.floor(now / YEAR) + 1971;
	for (let year = latest; year > latest - LEAP_GAP - 2; year--) {
		const moment = dayStart(year, month, day) + clock;
		if (moment <= now + DAY) return moment;
	}
	return Number.NaN;
}

/**
 * The moment at which the server's clock shows this date, with a year or without one, `clock` milliseconds after midnight. NaN for one
 * that does not exist.
 */
export function momentOf(
	year: string | number | undefined,
	month: number,
	day: number,
	clock: number,
	{ now, zone }: ListingContext,
): number {
	return zone.toMoment(
		year === undefined ? latestMoment(month, day, clock, zone.toWall(now)) : dayStart(Number(year), month, day) + clock,
	);
}

/** The moment as a date; `undefined` where there is none. */
export function dateOf(moment: number): Date | undefined {
	return Number.isNaN(moment) ? undefined : new Date(moment);
}

/** How much of a moment was told by a clock: none, `10:02`, `10:02:03`, `10:02:03.5`. */
export function precisionOf(moment: number, clock: string | undefined): Timestamp["precision"] | undefined {
	if (Number.isNaN(moment)) return undefined;
	if (clock === undefined) return "day";
	return clock.length < 6 ? "minute" : clock.length < 9 ? "second" : "millisecond";
}
