import { columnFacts, fullYear, modified } from "./columns.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { lsDate, namedMonth } from "./named-month.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const usual: RegExp = /* @__PURE__ */ pattern(
	() => `^(-(?=-{0,8}[A-Z])[-A-Z]{9})([A-Z]{1,8})_+([A-Z])_+([^ \\t]+)_+(\\d+)_+(\\d+)_+${lsDate()}_(?=[^ \\t])`,
);
const detailed: RegExp = /* @__PURE__ */ detailedPattern();

/**
 * What `LIST $$` gives: `ANNA     00000020 00000041 <ORDERS>       240131-1002  A R       TCP BIN`. A plus sign stands behind a name
 * that is cut off.
 */
function detailedPattern(): RegExp {
	const nameAndDate = "<([^>]{1,255})>\\+?_+(\\d\\d)(\\d\\d)(\\d\\d)-(\\d\\d)(\\d\\d)";
	const flags = "([A-Z]{1,8}(?:_[A-Z]{1,8}){0,8})";
	return pattern(`^([^ \\t]{1,32})_+(\\d{7,9})_+(\\d{8,19})_+${nameAndDate}_+${flags}_+([A-Z]{3})_([A-Z]{3})_*$`);
}

const TOTAL = /^total number of (?:batches listed:|mailboxes =) *\d+[ \t]*$/i;
const COLUMNS = "flags protocol code batch";

/**
 * A batch in a mailbox of Connect:Enterprise, a bank's and carrier's exchange:
 * `-C--E-----FTP B ANNA  18128  41 Aug 12 13:56 ORDERS`. It looks like `ls -l`, but the letters are what has become of the batch
 * (collected, transmitted ...), and the numbers are the batch's own and its size. The columns without a field of their own are
 * `facts`.
 */
export function parseConnectEnterpriseLine(line: string, context: ListingContext): Entry | "nothing" | undefined {
	const match = usual.exec(line);
	if (match === null) return TOTAL.test(line) ? "nothing" : parseDetailed(line, context);
	const [whole, flags, protocol, code, owner, batch, size = "", month, day, year, clock] = match;
	const draft = {
		name: line.slice(whole.length),
		type: "file",
		size: sizeOf(size),
		...namedMonth(year, month, day, clock, context),
		owner,
		facts: columnFacts(COLUMNS, [flags, protocol, code, batch]),
		raw: line,
	} as const;
	return finished(draft, size);
}

function parseDetailed(line: string, context: ListingContext): Entry | undefined {
	const match = detailed.exec(line);
	if (match === null) return undefined;
	const [, owner, batch, size = "", name = "", year = "", month, day, hour, minute, flags, protocol, code] = match;
	const draft = {
		name,
		type: "file",
		size: sizeOf(size),
		...modified(`${fullYear(year)}-${month}-${day}`, `${hour}:${minute}`, context),
		owner,
		facts: columnFacts(COLUMNS, [flags, protocol, code, batch]),
		raw: line,
	} as const;
	return finished(draft, size);
}
