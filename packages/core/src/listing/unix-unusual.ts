import { clockOf } from "./clock-time.ts";
import { dateOf, dayStart, momentOf, precisionOf } from "./dates.ts";
import type { ListingContext } from "./dialect.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { type MonthOf, monthPattern } from "./months.ts";
import { sizeOf } from "./size.ts";
import { unixPattern } from "./unix-pattern.ts";

const anyMonth: RegExp = /* @__PURE__ */ unixPattern();
/** For dates that mean nothing with `anyMonth`: a word of another language must not be preferred to a real month further right. */
const realMonth: RegExp = /* @__PURE__ */ unixPattern(/* @__PURE__ */ monthPattern());

/** For a date in front of which more must stand than one word. */
const laterDate: RegExp = /* @__PURE__ */ unixPattern(undefined, 1);

/** No clock is further from UTC, in minutes: a date with such a zone is none. */
const FURTHEST_OFFSET = 14 * 60;

/**
 * What there is in a line. `2 mail 8 4096` and `2 8 mail 4096` may be links, owner, group and size, and yet look like a size and a day in
 * May: they are the former when a date follows.
 */
function parts(line: string): RegExpExecArray | null {
	const match = anyMonth.exec(line);
	if (match?.[2] !== "" || match[10] === undefined) return match;
	const later = laterDate.exec(line);
	return later?.[3] === match[10].trim() ? later : match;
}

/**
 * A line of `ls -l` in any form that it has. Everything but the permissions, the size and the date may be missing or contain spaces,
 * so those two ends are found first and the middle is what is left.
 */
export function parseUnusualLine(line: string, context: ListingContext, monthOf: MonthOf): Entry | undefined {
	let match = parts(line);
	if (match === null) return undefined;
	let moment = momentIn(match, context, monthOf);
	if (Number.isNaN(moment)) {
		match = realMonth.exec(line) ?? match;
		moment = momentIn(match, context, monthOf);
	}
	// The year stands at the right of a column as wide as "10:00", and more blanks belong to the name. VMS servers put it at the left,
	// and the blank that fills the column is not the name's.
	const end = match[0].length;
	const nameStart = end + (match[10]?.length === 5 && /^[ \t]./s.test(line.slice(end)) ? 1 : 0);
	return unixEntry(line, match, nameStart, moment, match[11] ?? match[17]);
}

/** The entry of a line in which `unixHead()` and a date have been found. */
export function unixEntry(
	line: string,
	match: RegExpExecArray,
	nameStart: number,
	moment: number,
	clock: string | undefined,
): Entry {
	const [, mode = "", middle = "", word = ""] = match;
	const type = typeOf(mode.charAt(0));
	let owners = middle.trimEnd();
	let size = word;
	if (type === "unknown" && `${owners}${size}`.includes(",")) {
		// A device has `major, minor` in the size's place.
		size = "";
		if (owners.endsWith(",")) owners = owners.slice(0, owners.lastIndexOf(" ") + 1).trimEnd();
	}
	const [owner, group] = ownersIn(owners);
	// `name -> target`. Where the name itself contains the arrow nobody can tell; the first one is taken.
	const arrow = type === "symlink" ? line.indexOf(" -> ", nameStart + 1) : -1;
	const draft = {
		name: line.slice(nameStart, arrow < 0 ? line.length : arrow),
		type,
		size: sizeOf(size),
		modifiedAt: dateOf(moment),
		modifiedAtPrecision: precisionOf(moment, clock),
		permissions: mode.slice(1),
		owner: owner || undefined,
		group: group || undefined,
		raw: line,
	};
	return finished(draft, size, arrow < 0 ? undefined : line.slice(arrow + 4));
}

/**
 * Owner and group. Either may contain spaces; then two of them tell where the group begins. In front of them stands the number of
 * links.
 */
function ownersIn(text: string): [owner: string, group: string] {
	const owners = text.replace(/^\d+(?:[ \t]+|$)/, "");
	const gap = owners.indexOf("  ");
	const end = gap < 0 ? owners.search(/[ \t]|$/) : gap;
	return [owners.slice(0, end), owners.slice(end).replace(/^[ \t]+/, "")];
}

/** NaN for a date that does not exist, or whose month is in a language we do not know. */
function momentIn(match: RegExpExecArray, context: ListingContext, monthOf: MonthOf): number {
	const clock = clockOf(match[11] ?? match[17]);
	if (match[13] !== undefined) {
		const [sign, hours = 0, minutes = 0] = match.slice(18);
		const [month, day] = [Number(match[15]), Number(match[16])];
		if (sign === undefined) return momentOf(match[13], month, day, clock, context);
		const offset = Number(`${sign}${hours}`) * 60 + Number(`${sign}${minutes}`);
		if (Math.abs(offset) > FURTHEST_OFFSET) return Number.NaN;
		return dayStart(Number(match[13]), month, day) + clock - offset * 60_000;
	}
	const month = match[8] === undefined ? monthOf(match[4] ?? match[7] ?? "") : Number.parseInt(match[8], 10);
	return momentOf(match[10] ?? match[12], month, Number(match[5] ?? match[6] ?? match[9]), clock, context);
}

function typeOf(letter: string): Entry["type"] {
	if (letter === "-" || letter === "f") return "file";
	if (letter === "d") return "directory";
	return letter === "l" ? "symlink" : "unknown";
}
