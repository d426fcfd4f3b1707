import { columnFacts } from "./columns.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { lsDate, namedMonth } from "./named-month.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const PERMISSIONS = /^[-d][-rwxsStT]{9}$/;
/**
 * What is behind the permissions. Nearly all lines that come here are of Unix, and fail sooner on this than on their beginning.
 */
const columns: RegExp = /* @__PURE__ */ pattern(
	() => `_+(?:folder_+(\\d{1,9})|(\\d{1,20})_+(\\d{1,20})_+(\\d{1,20}))_+${lsDate()}_(?!_*$)`,
	"y",
);

/**
 * Peter's server and NetPresenz on a Mac before Mac OS X: `-rw-r--r--     326     4711     5037 Jan 31  2024 name`. Files have
 * two forks there, and the line tells the bytes of the resource fork, of the data fork, and of both: that makes it a Mac's, where
 * Unix would have links, owner and size. A folder has the number of its items: `drwxr-xr-x     folder     2 Jan 31 10:02 name`.
 */
export function parseMacOsLine(line: string, context: ListingContext): Entry | undefined {
	columns.lastIndex = 10;
	const match = columns.exec(line);
	if (match === null) return undefined;
	const mode = line.slice(0, 10);
	if (!PERMISSIONS.test(mode)) return undefined;
	const [whole, items, resource, data, size = "", month, day, year, clock] = match;
	const isFolder = mode.startsWith("d");
	if (isFolder !== (items !== undefined) || (!isFolder && Number(resource) + Number(data) !== Number(size))) return undefined;
	const draft = {
		name: line.slice(mode.length + whole.length),
		type: isFolder ? "directory" : "file",
		size: sizeOf(size),
		...namedMonth(year, month, day, clock, context),
		permissions: mode.slice(1),
		facts: columnFacts("items resource data", [items, resource, data]),
		raw: line,
	} as const;
	return finished(draft, size);
}
