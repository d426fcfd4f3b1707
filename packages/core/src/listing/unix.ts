import { clockOf } from "./clock-time.ts";
import { dateOf, dayStart, latestMoment, precisionOf } from "./dates.ts";
import type { ListingContext } from "./dialect.ts";
import { type Draft, finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { monthNumber, monthPattern } from "./months.ts";
import { digitsEnd, isBlank, skipBlanks, wordEnd } from "./scan.ts";
import { sizeOf } from "./size.ts";
import { unixPattern } from "./unix-pattern.ts";

const usual: RegExp = /* @__PURE__ */ unixPattern();
/** Only for dates that mean nothing with `usual`: a month in another language must not be preferred to a real one further right. */
const strict: RegExp = /* @__PURE__ */ unixPattern(/* @__PURE__ */ monthPattern());

/**
 * A line of `ls -l`: permissions, links, owner, group, size, date, name. Everything but the permissions, the size and the date may
 * be missing or contain spaces, so those two ends are found first and the middle is what is left.
 */
export function parseUnixLine(line: string, { now }: ListingContext): Entry | undefined {
	let match = usual.exec(line);
	if (match === null) return undefined;
	let moment = momentOf(match, now);
	if (Number.isNaN(moment)) {
		match = strict.exec(line) ?? match;
		moment = momentOf(match, now);
	}
	const mode = match[1] ?? "";
	const type = typeOf(mode.charAt(0));
	let middle = match[2] ?? "";
	let size = match[3] ?? "";
	if (type === "unknown") {
		// A device has `major, minor` in the size's place.
		const text = middle.trimEnd();
		const isDevice = text.endsWith(",");
		if (isDevice) middle = text.slice(0, text.lastIndexOf(" ") + 1);
		if (isDevice || size.includes(",")) size = "";
	}
	const end = match[0].length;
	// The year stands at the right of a column as wide as "10:00", and more blanks belong to the name. VMS servers put it at the left,
	// and the blank that fills the column is not the name's.
	const nameStart = match[10]?.length === 5 && isBlank(line, end) && end + 1 < line.length ? end + 1 : end;
	// `name -> target`. Where the name itself contains the arrow nobody can tell; the first one is taken.
	const arrow = type === "symlink" ? line.indexOf(" -> ", nameStart + 1) : -1;
	const { owner, group } = ownersOf(middle);
	const draft = {
		name: line.slice(nameStart, arrow < 0 ? line.length : arrow),
		type,
		size: sizeOf(size),
		modifiedAt: dateOf(moment),
		modifiedAtPrecision: precisionOf(moment, match[11] ?? match[17]),
		permissions: mode.slice(1),
		owner,
		group,
		raw: line,
	};
	return finished(draft, size, arrow < 0 ? undefined : line.slice(arrow + 4));
}

/** NaN for a date that does not exist, or whose month is in a language we do not know. */
function momentOf(match: RegExpExecArray, now: number): number {
	const clock = clockOf(match[11] ?? match[17]);
	if (match[13] !== undefined) {
		const [sign, hours, minutes] = [match[18] ?? "", match[19] ?? 0, match[20] ?? 0];
		const offset = Number(`${sign}${hours}`) * 60 + Number(`${sign}${minutes}`);
		return dayStart(Number(match[13]), Number(match[15]), Number(match[16])) + clock - offset * 60_000;
	}
	const month = match[8] === undefined ? monthNumber(match[4] ?? match[7] ?? "") : Number.parseInt(match[8], 10);
	const day = Number(match[5] ?? match[6] ?? match[9]);
	const year = match[10] ?? match[12];
	return year === undefined ? latestMoment(month, day, clock, now) : dayStart(Number(year), month, day) + clock;
}

function typeOf(letter: string): Entry["type"] {
	if (letter === "-" || letter === "f") return "file";
	if (letter === "d") return "directory";
	return letter === "l" ? "symlink" : "unknown";
}

/** Links, owner and group. Owner and group may contain spaces; then two of them tell where the group begins. */
function ownersOf(middle: string): Pick<Draft, "owner" | "group"> {
	const linksEnd = digitsEnd(middle, 0);
	const start = isBlank(middle, linksEnd) ? skipBlanks(middle, linksEnd) : 0;
	const end = middle.trimEnd().length;
	const wide = middle.indexOf("  ", start);
	const split = wide >= 0 && wide < end ? wide : Math.min(end, wordEnd(middle, start));
	return {
		owner: start < end ? middle.slice(start, split) : undefined,
		group: split < end ? middle.slice(skipBlanks(middle, split), end) : undefined,
	};
}
