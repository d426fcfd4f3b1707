import type { Facts } from "./facts.ts";

/** Two digits of a year below this are 20xx. FTP is from 1971. */
const CENTURY_BREAK = 70;

/**
 * What a table says in columns that `Entry` has no field for, under the names of the columns (in lower case, one blank between them), and without the
 * empty ones. A column that counts something else than bytes is named after what it counts: `blocks`, `records`.
 */
export function columnFacts(names: string, values: readonly (string | undefined)[]): Facts {
	const facts: Facts = {};
	for (const [at, name] of names.split(" ").entries()) {
		const value = values[at];
		if (value) facts[name] = value;
	}
	return facts;
}

/** A year in two digits, or in three where a server has counted on from 1999 to 19100: `04` is 2004, `97` is 1997, `103` is 2003. */
export function fullYear(digits: string): string {
	const year = Number(digits);
	return digits.length > 3 ? digits : `${year < CENTURY_BREAK ? year + 2000 : year + 1900}`;
}
