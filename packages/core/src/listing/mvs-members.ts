import { columnFacts, fullYear, modified } from "./columns.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";

const NAME = "^_?([A-Z@#$][A-Z\\d@#$]{0,7})";
/** Four digits of the year, or two: the year comes first all the same. */
const DATE = "((?:\\d\\d)?\\d\\d/\\d\\d/\\d\\d)";
const CLOCK = "(\\d\\d:\\d\\d(?::\\d\\d)?)";
/** Records now, at first, and changed since. */
const RECORDS = "(\\d{1,9})_+(\\d{1,9})_+(\\d{1,9})";

const withStatistics: RegExp = /* @__PURE__ */ pattern(
	() => `${NAME}_+(\\d\\d\\.\\d\\d)_+${DATE}_+${DATE}_+${CLOCK}_+${RECORDS}_+(\\S{1,8})_*$`,
);
const loadModule: RegExp = /* @__PURE__ */ pattern(
	() => `${NAME}_+([\\dA-F]{6})_+([\\dA-F]{6})_+(?:([A-Z@#$][A-Z\\d@#$]{0,7})_+)?(\\d\\d)(?:_[^]{0,80})?$`,
);
/**
 * The line of a member of which nothing is known is filled up with blanks. Without them it may be any word, and is left to
 * others.
 */
const nameOnly: RegExp = /* @__PURE__ */ pattern(() => `${NAME}_{8,}$`);
const HEADING = /^[ \t]*Name[ \t]+(?:VV\.MM[ \t]+Created|Size[ \t]+TTR)[ \t]/;

/**
 * A member of a partitioned data set. ISPF keeps statistics
 * (`MAIN      01.03 2024/01/02 2024/01/31 09:37    11    11     0 ANNA`), in which the size is a number of records, and is in
 * `facts.records`. Load modules have a size in bytes, in hexadecimal digits:
 * `EDITOR    005F48   000011 EDIT     00 FO             RN RU            31    ANY`.
 */
export function parseMvsMemberLine(line: string, context: ListingContext): Entry | "nothing" | undefined {
	const match = withStatistics.exec(line);
	if (match === null) return loadModuleIn(line) ?? (HEADING.test(line) ? "nothing" : undefined);
	const [, name = "", level, created, changed = "", clock, records, init, mod, id] = match;
	const [year = "", month, day] = changed.split("/");
	const draft = {
		name,
		type: "file",
		...modified(`${fullYear(year)}-${month}-${day}`, clock, context),
		facts: columnFacts("vv.mm created records init mod id", [level, created, records, init, mod, id]),
		raw: line,
	} as const;
	return finished(draft, "");
}

function loadModuleIn(line: string): Entry | undefined {
	const match = loadModule.exec(line) ?? nameOnly.exec(line);
	if (match === null) return undefined;
	const [, name = "", size, ttr, alias, ac] = match;
	if (size === undefined) return { name, type: "file", raw: line };
	const facts = columnFacts("ttr alias-of ac", [ttr, alias, ac]);
	return { name, type: "file", size: Number.parseInt(size, 16), facts, raw: line };
}
