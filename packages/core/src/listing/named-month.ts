import { CLOCK, clockOf } from "./clock-time.ts";
import { fullYear } from "./columns.ts";
import { dateOf, momentOf, precisionOf } from "./dates.ts";
import type { ListingContext } from "./dialect.ts";
import type { Draft } from "./draft.ts";
import { monthNumber } from "./months.ts";

/** The pattern of a date as `ls -l` writes it, `Jan 31 10:02` or `Jan 31  2024`. Its groups: month, day, year, time. */
export const lsDate = (): string => `([A-Z][a-z]{2})_+(\\d\\d?)_+(?:([1-9]\\d{3})|${CLOCK})`;

/** `modifiedAt` from a date with an English month. Neither for a date that does not exist. */
export function namedMonth(
	year: string | undefined,
	month: string | undefined,
	day: string | undefined,
	clock: string | undefined,
	context: ListingContext,
): Pick<Draft, "modifiedAt" | "modifiedAtPrecision"> {
	const moment = momentOf(year && fullYear(year), monthNumber(month ?? ""), Number(day), clockOf(clock), context);
	return { modifiedAt: dateOf(moment), modifiedAtPrecision: precisionOf(moment, clock) };
}
