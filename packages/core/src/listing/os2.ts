import { columnFacts, modified } from "./columns.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const os2: RegExp = /* @__PURE__ */ os2Pattern();

function os2Pattern(): RegExp {
	// Read-only, hidden, system, to be archived. They stand before `DIR` or behind it, and a file may have none.
	const attributes = "(?:([RHSA]{1,4})_+)?";
	const date = "(\\d\\d-\\d\\d-\\d{2,4})_+(\\d\\d:\\d\\d)";
	return pattern(`^_*(\\d{1,19})_+${attributes}(?:(DIR)_+)?${attributes}${date}_{1,2}(?!_*$)`);
}

/**
 * A line of IBM's server for OS/2: `4711      A          01-31-24   10:02  name`, with `DIR` for a directory. Some servers count
 * on from 1999 to `01-31-100`.
 */
export function parseOs2Line(line: string, context: ListingContext): Entry | undefined {
	const match = os2.exec(line);
	if (match === null) return undefined;
	const [whole, size = "", before, directory, after, date = "", clock] = match;
	const draft = {
		name: line.slice(whole.length),
		type: directory === undefined ? "file" : "directory",
		size: sizeOf(size),
		...modified(date, clock, context),
		facts: columnFacts("attributes", [before ?? after]),
		raw: line,
	} as const;
	return finished(draft, size);
}
