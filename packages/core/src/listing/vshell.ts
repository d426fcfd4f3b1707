import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { namedMonth } from "./named-month.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const vShell: RegExp = /* @__PURE__ */ pattern("^_*(\\d{1,19})_+([A-Z][a-z]{2})_(\\d\\d),_(\\d{4})_(\\d\\d:\\d\\d)_(?!_*$)");

/** A line of early versions of VanDyke's VShell: `4711  Jan 31, 2024 10:02 name`, with a slash behind a directory's. */
export function parseVShellLine(line: string, context: ListingContext): Entry | undefined {
	const match = vShell.exec(line);
	if (match === null) return undefined;
	const [whole, size = "", month, day, year, clock] = match;
	const isDirectory = line.endsWith("/") && line.length > whole.length + 1;
	const draft = {
		name: line.slice(whole.length, isDirectory ? -1 : undefined),
		type: isDirectory ? "directory" : "file",
		size: sizeOf(size),
		...namedMonth(year, month, day, clock, context),
		raw: line,
	} as const;
	return finished(draft, size);
}
