import { CLOCK, clockOf } from "./clock-time.ts";
import { momentOf } from "./dates.ts";
import type { ListingContext } from "./dialect.ts";
import type { Entry } from "./entry.ts";
import { localMonthNumber } from "./local-months.ts";
import { parseMacOsLine } from "./mac-os.ts";
import { pattern } from "./scan.ts";
import { parseUsualLine } from "./unix.ts";
import { unixHead } from "./unix-pattern.ts";
import { parsePlainUnixLine } from "./unix-plain.ts";
import { parseUnusualLine, unixEntry } from "./unix-unusual.ts";
import { parseVShellLine } from "./vshell.ts";

/** How `ls` begins, in the languages of `localMonthNumber` and some more; `ls -h` writes 1.2M. `.:` is the heading of `ls -R`. */
const NO_FILE: RegExp = /* @__PURE__ */ noFilePattern();

/** Longer lines are not even looked at: most are another dialect's. */
const LONGEST_TOTAL = 50;

function noFilePattern(): RegExp {
	const words =
		"tota[a-z]{1,3}|(?:ins)?gesamt|i alt|yhteensä|összesen|razem|celkem|toplam|итого|всего|разом|σύνολο|合計|合计|总计|總計|总用量|總用量|합계|전체";
	return pattern(`^(?:\\.:|(?:${words})[:：]?_{1,9}-?\\d[\\d.,]{0,30}[kmgtp]?)$`, "iu");
}

/**
 * Dates in digits alone: `3 29 10:02`, the month first; `29-03-2003 10:02`, `29/03/2003 10:02` and `29.03.2003 10:02`. And `2003年 3月 29日` with
 * or without the first sign and the last, from Korean and Japanese servers: they write so what is old.
 */
const IN_DIGITS: RegExp = /* @__PURE__ */ digitsPattern();

function digitsPattern(): RegExp {
	const yearFirst = "(\\d{4})[年년]?_+(\\d\\d?)[月월]_+(\\d\\d?)[日일]?";
	return pattern(`${unixHead()}(?:(?:(\\d\\d?)_+(\\d\\d?)|(\\d\\d)([-/.])(\\d\\d)\\7(\\d{4}))_+${CLOCK}|${yearFirst})_(?=[^])`);
}

/**
 * A line of `ls -l` in any form and in many languages: what `parseUnixLine` reads, with months that are not English; dates in digits
 * alone; and the total, which names no file.
 */
export function parseLocalUnixLine(line: string, context: ListingContext): Entry | "nothing" | undefined {
	const usual = parseUsualLine(line, context);
	// A Mac's files look like those of Unix without a group.
	if (usual === undefined && parseMacOsLine(line, context) !== undefined) return undefined;
	const entry = usual ?? parseUnusualLine(line, context, localMonthNumber);
	// VShell writes the year and the time; what reads one of them has the other in the name.
	if (entry?.modifiedAtPrecision === "day" && entry.name[2] === ":" && /^\d\d:\d\d /.test(entry.name))
		return parseVShellLine(line, context) ?? entry;
	if (entry?.modifiedAt !== undefined) return entry;
	if (line.length < LONGEST_TOTAL && NO_FILE.test(line)) return "nothing";
	// What has been found may be no date at all: `1 5 www 4711 name` is no day 5 of a month www.
	return inDigits(line, context) ?? (entry && parsePlainUnixLine(line) === undefined ? entry : undefined);
}

function inDigits(line: string, context: ListingContext): Entry | undefined {
	const match = IN_DIGITS.exec(line);
	if (match === null) return undefined;
	if (match[11] !== undefined) {
		const moment = momentOf(match[11], Number(match[12]), Number(match[13]), 0, context);
		return unixEntry(line, match, match[0].length, moment, undefined);
	}
	const [first, second] = match[4] === undefined ? [match[6], match[8]] : [match[4], match[5]];
	// With dots it is the German order. Else, as in `dir`, the month comes first wherever it can.
	const isDayFirst = match[7] === "." || Number(first) > 12;
	const [month, day] = isDayFirst ? [second, first] : [first, second];
	const moment = momentOf(match[9], Number(month), Number(day), clockOf(match[10]), context);
	return unixEntry(line, match, match[0].length, moment, match[10]);
}
