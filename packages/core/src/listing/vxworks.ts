import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { namedMonth } from "./named-month.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const HEADING = /^[ \t]*(?:size[ \t]+date[ \t]+time[ \t]+name|-{4,}(?:[ \t]+-{4,}){3})[ \t]*$/;

const vxWorks: RegExp = /* @__PURE__ */ pattern(
	"^_*(\\d{1,19})_+([A-Z][a-z]{2})-(\\d\\d)-(\\d{4})_+(\\d\\d:\\d\\d:\\d\\d)_+(?=\\S)",
);

/**
 * A line of Wind River's VxWorks, in routers, printers and instruments: `4711    Jan-31-2024  10:02:03   name`, and ` <DIR>` behind a
 * directory's.
 */
export function parseVxWorksLine(line: string, context: ListingContext): Entry | "nothing" | undefined {
	const match = vxWorks.exec(line);
	if (match === null) return HEADING.test(line) ? "nothing" : undefined;
	const [whole, size = "", month, day, year, clock] = match;
	// The column of names is filled up with blanks.
	const text = line.slice(whole.length).trimEnd();
	const isDirectory = /[ \t]<DIR>$/.test(text);
	const draft = {
		name: isDirectory ? text.slice(0, -5).trimEnd() : text,
		type: isDirectory ? "directory" : "file",
		size: sizeOf(size),
		...namedMonth(year, month, day, clock, context),
		raw: line,
	} as const;
	return finished(draft, size);
}
