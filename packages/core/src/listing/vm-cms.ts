import { columnFacts, modified } from "./columns.ts";
import type { ListingContext } from "./dialect.ts";
import { type Draft, finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";

/** File mode, letter and digit, in listings that come from FILELIST. */
const MODE = "(?:_+([A-Z]\\d))?";
const TIME = "(\\d{4}-\\d\\d-\\d\\d|\\d\\d?/\\d\\d/\\d{2,3})_+(\\d\\d?:\\d\\d:\\d\\d)";

const file: RegExp = /* @__PURE__ */ pattern(
	() => `^_*([^\\s/,]{1,8})_+([^\\s/,]{1,8})${MODE}_+([FV])_+(\\d{1,6})_+(\\d{1,9})_+(\\d{1,9})_+${TIME}(?:_+(\\S{1,8}))?_*$`,
);
const directory: RegExp = /* @__PURE__ */ pattern(() => `^_*(\\S{1,16})${MODE}_+DIR_+-_+-_+-_+${TIME}(?:_+\\S{1,8})?_*$`);
const HEADING = /^[ \t]*Filename[ \t]+FileType[ \t]+Fm[ \t]+Format[ \t]/i;

/**
 * A file of VM/CMS: `PROFILE  EXEC     V         17          3          1 2024-01-31 12:39:07 ANN191`. Its name for FTP is
 * `PROFILE.EXEC`. Records of format F are all of one length, and nothing stands between them: so their number tells the size.
 * Those of format V have a longest length only. Directories are those of the shared file system.
 */
export function parseVmCmsLine(line: string, context: ListingContext): Entry | "nothing" | undefined {
	const match = file.exec(line);
	if (match === null) {
		const [whole, name = "", , date = "", clock] = directory.exec(line) ?? [];
		if (whole === undefined) return HEADING.test(line) ? "nothing" : undefined;
		return finished({ name, type: "directory", ...modified(date, clock, context), raw: line }, "");
	}
	const [, name = "", type = "", mode, format, length, records, blocks, date = "", clock, label] = match;
	const draft: Draft = {
		name: `${name}.${type}`,
		type: "file",
		size: format === "F" ? Number(length) * Number(records) : undefined,
		...modified(date, clock, context),
		facts: columnFacts("fm format lrecl records blocks label", [mode, format, length, records, blocks, label]),
		raw: line,
	};
	return finished(draft, "");
}
