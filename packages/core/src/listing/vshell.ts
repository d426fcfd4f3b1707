import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { namedMonth } from "./named-month.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

/** The groups in front of the size: permissions, owner and group, which later versions have. */
const vShell: RegExp = /* @__PURE__ */ pattern(
	"^_*(?:([-d][-rwxsStT]{9})_+\\d+_+([^ \\t]+)_+([^ \\t]+)_+)?(\\d{1,19})_+([A-Z][a-z]{2})_(\\d\\d),_(\\d{4})_(\\d\\d:\\d\\d)_(?!_*$)",
);

/**
 * A line of VanDyke's VShell: `4711  Jan 31, 2024 10:02 name`, with a slash behind a directory's, or later
 * `-rw-r--r--    1 anna www   4711 Jan 31, 2024 10:02 name`.
 */
export function parseVShellLine(line: string, context: ListingContext): Entry | undefined {
	const match = vShell.exec(line);
	if (match === null) return undefined;
	const [whole, mode, owner, group, size = "", month, day, year, clock] = match;
	const hasSlash = mode === undefined && line.endsWith("/") && line.length > whole.length + 1;
	const draft = {
		name: line.slice(whole.length, hasSlash ? -1 : undefined),
		type: hasSlash || mode?.startsWith("d") ? "directory" : "file",
		size: sizeOf(size),
		...namedMonth(year, month, day, clock, context),
		permissions: mode?.slice(1),
		owner,
		group,
		raw: line,
	} as const;
	return finished(draft, size);
}
