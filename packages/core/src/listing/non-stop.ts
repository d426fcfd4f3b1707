import { columnFacts } from "./columns.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { namedMonth } from "./named-month.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const HEADING = /^[ \t]*File[ \t]+Code[ \t]+EOF[ \t]+Last Modification[ \t]+Owner[ \t]+RWEP[ \t]*$/;

const nonStop: RegExp = /* @__PURE__ */ nonStopPattern();

function nonStopPattern(): RegExp {
	// "O" is for a file that is open, with SITE SHOWOPEN ON.
	const columns = "([A-Za-z#][A-Za-z\\d]{0,7})_+(?:(O)_+)?(\\d{1,5}[A-Z+]?)_+(\\d{1,19})";
	const date = "(\\d\\d?)-([A-Z][a-z]{2})-(\\d{2,4})_+(\\d\\d?:\\d\\d:\\d\\d)";
	return pattern(`^_*${columns}_+${date}_+(\\d{1,3}),_*(-?\\d{1,3})_+"([^" \\t]{1,8})"_*$`);
}

/**
 * A file of Guardian on HP NonStop, once Tandem: `REPORT        101             4711 31-Jan-24 10:02:03 155, 76 "nunu"`. The
 * letters are who may read, write, execute and purge it: N(etwork), A(ll), G(roup), U(ser) and so on. Guardian has no directories
 * below a subvolume.
 */
export function parseNonStopLine(line: string, context: ListingContext): Entry | "nothing" | undefined {
	const match = nonStop.exec(line);
	if (match === null) return HEADING.test(line) ? "nothing" : undefined;
	const [, name = "", open, code, size = "", day, month, year, clock, group, user, permissions] = match;
	const draft = {
		name,
		type: "file",
		size: sizeOf(size),
		...namedMonth(year, month, day, clock, context),
		permissions,
		// A user has a number in his group only.
		owner: `${group},${user}`,
		group,
		facts: columnFacts("code open", [code, open]),
		raw: line,
	} as const;
	return finished(draft, size);
}
