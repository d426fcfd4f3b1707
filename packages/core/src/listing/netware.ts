import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { lsDate, namedMonth } from "./named-month.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

/** Read, write, create, erase, access control, file scan, modify, supervisor: eight rights, seven with HellSoft's server. */
const RIGHTS = "\\[([-RWCEAFMS]{7,8})]";

/** HellSoft's server also counts links. */
const netWare: RegExp = /* @__PURE__ */ pattern(
	() => `^([-d])_?${RIGHTS}_+(?:\\d{1,5}_+)?([^ \\t]+)_+(\\d{1,19})_+${lsDate()}_+(?=[^ \\t])`,
);

/** A line of Novell NetWare: `d [RWCEAFMS] anna                 512 Jan 31 10:02 name`, with this login's rights in the brackets. */
export function parseNetWareLine(line: string, context: ListingContext): Entry | undefined {
	const match = netWare.exec(line);
	if (match === null) return undefined;
	const [whole, letter, permissions, owner, size = "", month, day, year, clock] = match;
	const draft = {
		name: line.slice(whole.length),
		type: letter === "d" ? "directory" : "file",
		size: sizeOf(size),
		...namedMonth(year, month, day, clock, context),
		permissions,
		owner,
		raw: line,
	} as const;
	return finished(draft, size);
}
