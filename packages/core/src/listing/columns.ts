import { clockOf } from "./clock-time.ts";
import { dateOf, momentOf, precisionOf } from "./dates.ts";
import type { ListingContext } from "./dialect.ts";
import type { Draft } from "./draft.ts";
import type { Facts } from "./facts.ts";

/** Two digits of a year below this are 20xx. FTP is from 1971. */
const CENTURY_BREAK = 70;

/**
 * What a table says in columns that `Entry` has no field for, without the empty ones. `names` are the headings in lower case,
 * with blanks between them; a column that counts something else than bytes is named after what it counts: `blocks`, `records`.
 */
export function columnFacts(names: string, values: readonly (string | undefined)[]): Facts {
	const facts: Facts = {};
	for (const [at, name] of names.split(" ").entries()) {
		const value = values[at];
		if (value) facts[name] = value;
	}
	return facts;
}

/**
 * A year in two digits, or in three where a server has counted on from 1999 to 19100: `04` is 2004, `97` is 1997, `103` is 2003.
 * One in four digits is what it is.
 */
export function fullYear(digits: string): string {
	const year = Number(digits);
	return digits.length > 3 ? digits : `${year < CENTURY_BREAK ? year + 2000 : year + 1900}`;
}

/**
 * `modifiedAt` from a date in digits and a time: the year first where it has four digits, else the month first as in
 * `1/31/24`. Neither for a date that does not exist.
 */
export function modified(
	date: string,
	clock: string | undefined,
	context: ListingContext,
): Pick<Draft, "modifiedAt" | "modifiedAtPrecision"> {
	const parts = date.split(/\D/);
	const [year = "", month, day] = parts[0]?.length === 4 ? parts : [parts[2], parts[0], parts[1]];
	const moment = momentOf(fullYear(year), Number(month), Number(day), clockOf(clock), context);
	return { modifiedAt: dateOf(moment), modifiedAtPrecision: precisionOf(moment, clock) };
}
