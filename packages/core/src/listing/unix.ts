import { clockOf } from "./clock-time.ts";
import { dateOf, momentOf, precisionOf } from "./dates.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { MONTHS, monthNumber } from "./months.ts";
import { parseUnusualLine } from "./unix-unusual.ts";

/** What nearly every server writes about nearly every file. Read by itself, it takes half the time that all the rest would cost it. */
const USUAL =
	/^([-d])([-rwxsStT]{9}) +\d+ +([^ \t]+) +([^ \t]+) +(\d{1,15}) ([A-Z][a-z][a-z]) ([ \d]\d) (?:(\d\d:\d\d)| ([1-9]\d{3})) (?=[^ \t])/;

/** A line of `ls -l`: permissions, links, owner, group, size, date, name. */
export function parseUnixLine(line: string, context: ListingContext): Entry | undefined {
	return parseUsualLine(line, context) ?? parseUnusualLine(line, context, monthNumber);
}

/** Only what is written as usual. */
export function parseUsualLine(line: string, context: ListingContext): Entry | undefined {
	const match = USUAL.exec(line);
	const month = match === null ? -1 : MONTHS.indexOf(match[6] ?? "");
	if (match === null || month < 0) return undefined;
	const clock = match[8];
	const moment = momentOf(match[9], month / 3 + 1, Number(match[7]), clockOf(clock), context);
	const draft = {
		name: line.slice(match[0].length),
		type: match[1] === "d" ? "directory" : "file",
		size: Number(match[5]),
		modifiedAt: dateOf(moment),
		modifiedAtPrecision: precisionOf(moment, clock),
		permissions: match[2],
		owner: match[3],
		group: match[4],
		raw: line,
	} as const;
	return finished(draft, "");
}
