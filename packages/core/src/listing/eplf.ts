import { dateOf, precisionOf } from "./dates.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { numberAt } from "./scan.ts";
import { sizeOf } from "./size.ts";

const EPLF = /^\+((?:[^\t,]+,)*)\t(?=.)/s;

/** The last second of the year 9999. */
const LAST_SECOND = 253_402_300_799;

/**
 * A line of the easily parsed LIST format, which publicfile and anonftpd write: `+i83.29,m824255902,r,s280,up644,<tab>name`. A
 * fact begins with its letter: `/` can be changed into, `r` can be retrieved, `s` bytes, `m` seconds since 1970 in UTC whatever
 * the server's time zone, `i` an identity, `up` Unix permissions. A name with both `/` and `r` is a directory.
 */
export function parseEplfLine(line: string): Entry | undefined {
	const match = EPLF.exec(line);
	if (match === null) return undefined;
	const facts = new Map<string, string>();
	for (const fact of match[1]?.split(",") ?? []) facts.set(fact.charAt(0), fact.slice(1));
	const size = facts.get("s") ?? "";
	const seconds = facts.get("m") ?? "";
	const told = numberAt(seconds, 0, seconds.length);
	// No format of a listing has years of five digits: the seconds of such a time are milliseconds, or nothing.
	const moment = told < 0 || told > LAST_SECOND ? Number.NaN : told * 1000;
	const mode = facts.get("u");
	const draft = {
		name: line.slice(match[0].length),
		type: facts.has("/") ? "directory" : facts.has("r") ? "file" : "unknown",
		size: sizeOf(size),
		modifiedAt: dateOf(moment),
		modifiedAtPrecision: precisionOf(moment, "00:00:00"),
		permissions: mode?.startsWith("p") ? mode.slice(1) || undefined : undefined,
		unique: facts.get("i") || undefined,
		raw: line,
	} as const;
	return finished(draft, size);
}
