import { columnFacts, fullYear, modified } from "./columns.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const HEADING: RegExp = /* @__PURE__ */ pattern(
	"^_*(?:Directory of .* \\d\\d:\\d\\d:\\d\\d|Owner_+Last modified_+Attributes_+Sector_+Bytecount_+Name|-{4,}(?:_+-{4,}){5})_*$",
);

const os9: RegExp = /* @__PURE__ */ os9Pattern();

function os9Pattern(): RegExp {
	const date = "(\\d\\d)/(\\d\\d)/(\\d\\d)_+(\\d\\d)(\\d\\d)";
	return pattern(`^_*(\\d{1,5})\\.(\\d{1,5})_+${date}_+([-dsewr]{8})_+([\\dA-F]{1,8})_+(\\d{1,19})_+(?=[^ \\t])`);
}

/**
 * A line of Microware's OS-9, year first: `20.20 24/01/31 1002 ----r-wr 3C0 4711 name`. The owner is a group and a user in it;
 * the sector is hexadecimal.
 */
export function parseOs9Line(line: string, context: ListingContext): Entry | "nothing" | undefined {
	const match = os9.exec(line);
	if (match === null) return HEADING.test(line) ? "nothing" : undefined;
	const [whole, group, user, year = "", month, day, hour, minute, permissions = "", sector, size = ""] = match;
	const draft = {
		name: line.slice(whole.length),
		type: permissions.startsWith("d") ? "directory" : "file",
		size: sizeOf(size),
		...modified(`${fullYear(year)}-${month}-${day}`, `${hour}:${minute}`, context),
		permissions,
		owner: `${group}.${user}`,
		group,
		facts: columnFacts("sector", [sector]),
		raw: line,
	} as const;
	return finished(draft, size);
}
