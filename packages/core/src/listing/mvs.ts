import { columnFacts } from "./columns.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";

const VOLUME = "([A-Z\\d@#$*&-]{1,6})";
const UNIT = "([A-Za-z\\d]{4,5})";
const DATE = "(\\d{4}/\\d\\d/\\d\\d|\\d\\d/\\d\\d/\\d\\d|\\*\\*NONE\\*\\*)";
/**
 * The tracks in use fill five columns and may touch the extents: `115807` is one extent of 15807 tracks. `+++++` are more than
 * fit.
 */
const EXTENTS_AND_TRACKS = "(\\d{1,3})(?:_+|(?=[\\d+]{5}_))(\\d{1,9}|\\++)";
/** Format and length of a record, length of a block, organisation. */
const FORM = "([A-Z?]{1,5})_+(\\d{1,6}|X)_+(\\d{1,6})_+([A-Z?*]{2,4}(?:-[A-Z])?)";
const DSNAME = "(\\S+)_*$";
const UNREADABLE = "Not (?:Direct Access Device|a DASD device|Mounted)|File not on volume|Error determining attributes";
const STATUS = "Migrated|Pseudo Directory|User catalog connector|Tape";

/** SITE LISTLEVEL=2 leaves out the unit. */
const usual: RegExp = /* @__PURE__ */ pattern(
	() => `^_*${VOLUME}(?:_+${UNIT})?_+${DATE}_*${EXTENTS_AND_TRACKS}_+${FORM}_+${DSNAME}`,
);
const withStatus: RegExp = /* @__PURE__ */ pattern(
	() => `^_*(?:${VOLUME}_+)?(?:${UNIT}_+)??(${STATUS}|${UNREADABLE})_{2,}${DSNAME}`,
);
/** What has no attributes stands there with its kind only, in the column of Dsorg. */
const withKind: RegExp = /* @__PURE__ */ pattern(() => `^(?:_*${VOLUME}_+${UNIT})?_{10,}(VSAM|GDG|PATH|AIX)_+${DSNAME}`);
const HEADING = /^[ \t]*Volume[ \t]+(?:Unit[ \t]+)?(?:Referred|Date)[ \t]+Ext[ \t]/;

/**
 * A data set as z/OS lists it: `WORK01 3390   2024/01/31  1   15  FB      80 27920  PO  SOURCE.COBOL`, or a word or a few in
 * place of the columns, which are then in `facts.status`. Partitioned data sets (Dsorg PO, PO-E) are directories, and so are the
 * pseudo directories of SITE DIRECTORYMODE. What is migrated, archived or not mounted may be either: its type is unknown until it
 * has been recalled.
 *
 * Space is counted in tracks, which says nothing about bytes; and the date is that of the last use, also for reading. So there is
 * no `size` and no `modifiedAt`, and all columns are in `facts`.
 */
export function parseMvsLine(line: string): Entry | "nothing" | undefined {
	const match = usual.exec(line);
	if (match !== null) {
		const [volume, unit, referred, ext, used, recfm, lrecl, blksz, dsorg = "", name = ""] = match.slice(1);
		const names = "volume unit referred ext used recfm lrecl blksz dsorg";
		const facts = columnFacts(names, [volume, unit, referred, ext, used, recfm, lrecl, blksz, dsorg]);
		return finished({ name, type: typeOf(dsorg), facts, raw: line }, "");
	}
	const special = withStatus.exec(line) ?? withKind.exec(line);
	if (special === null) return HEADING.test(line) ? "nothing" : undefined;
	const [, volume, unit, word = "", name = ""] = special;
	const facts = columnFacts("volume unit status", [volume, unit, word]);
	// A tape has nothing but one record after the other.
	const type = word === "Pseudo Directory" ? "directory" : word === "Tape" ? "file" : "unknown";
	return finished({ name, type, facts, raw: line }, "");
}

/** PS: sequential, DA: direct, IS: indexed, PO: partitioned. A letter may follow: U (unmovable), -E (extended), -L (large). */
function typeOf(dsorg: string): Entry["type"] {
	if (dsorg.startsWith("PO")) return "directory";
	return /^(?:PS|DA|IS)/.test(dsorg) ? "file" : "unknown";
}
