import { columnFacts, fullYear, modified } from "./columns.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";

const HEADING = /^[ \t]*(?:Files|Dirs|Links):[ \t]+\d+(?:[ \t]+Blocks:[ \t]+\d+)?[ \t]*$/;
const DATE = "(\\d\\d)-(\\d\\d-\\d\\d)_+(\\d\\d:\\d\\d:\\d\\d)";

const object: RegExp = /* @__PURE__ */ pattern(() => `^_*([unerwsm])_+(\\d{1,9})(?:_+([a-z]{2,10}))?_+${DATE}_+([^ \\t]+)_*$`);
const link: RegExp = /* @__PURE__ */ pattern(() => `^_*${DATE}_+([^ \\t]+)_+->`);

/**
 * A line of VOS on a Stratus, year first: `w      1  seq       24-01-31 10:02:03  name`. Directories have no organization, links
 * have only a date and a target. Space is counted in blocks of 4096 bytes, which may be mostly empty, so that there is no `size`.
 */
export function parseStratusLine(line: string, context: ListingContext): Entry | "nothing" | "continued" | undefined {
	const match = object.exec(line);
	if (match !== null) {
		const [, access, blocks, organization, year = "", day, clock, name = ""] = match;
		const draft = {
			name,
			type: organization === undefined ? "directory" : "file",
			...modified(`${fullYear(year)}-${day}`, clock, context),
			permissions: access,
			facts: columnFacts("blocks organization", [blocks, organization]),
			raw: line,
		} as const;
		return finished(draft, "");
	}
	const [whole = "", year = "", day, clock, name] = link.exec(line) ?? [];
	if (name === undefined) return HEADING.test(line) ? "nothing" : undefined;
	// A long target comes on the next line, behind a plus sign; any other line is an entry of its own.
	const [first = "", more] = line.slice(whole.length).split("\n");
	if (first.trim() === "" && more === undefined) return "continued";
	if (more !== undefined && !more.startsWith("+")) return undefined;
	const target = (first + (more ?? "").slice(1)).trim();
	if (!/^\S+$/.test(target)) return undefined;
	return finished({ name, type: "symlink", ...modified(`${fullYear(year)}-${day}`, clock, context), raw: line }, "", target);
}
