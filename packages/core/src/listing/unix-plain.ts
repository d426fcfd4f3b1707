import { dateOf, precisionOf } from "./dates.ts";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { pattern } from "./scan.ts";
import { sizeOf } from "./size.ts";

const undated: RegExp = /* @__PURE__ */ undatedPattern();

function undatedPattern(): RegExp {
	const owners = "([^ \\t]{1,64})_+([^ \\t]{1,64})";
	// With blanks in the name, it might be a date that was not understood.
	return pattern(`^([-dl])([-rwxsStT]{9})_+\\d{1,9}_+${owners}_+(\\d{1,19})_+([^ \\t]+)(?:_->_([^ \\t]+))?$`);
}

/** Mode with the kind of file, owner, group, size, seconds since 1970. */
const numeric: RegExp = /* @__PURE__ */ pattern(
	"^(0?(?:04|10|12)0?[0-7]{4})_+(\\d{1,10})_+(\\d{1,10})_+(\\d{1,19})_+(\\d{1,11})_+(?=[^ \\t])",
);

const kinds = { d: "directory", "-": "file", l: "symlink" } as const;

/**
 * What is left of `ls -l` on small devices: no date, as `-rw-r--r--    1 0        0            4711 name` from uClinux and from
 * instruments; or nothing but numbers, as `0100644   500  101   4711    1706695323    name`.
 */
export function parsePlainUnixLine(line: string): Entry | undefined {
	const match = undated.exec(line);
	if (match === null) return parseNumbers(line);
	const [, letter = "-", permissions, owner, group, size = "", name = "", target] = match;
	const type = kinds[letter as keyof typeof kinds];
	return finished({ name, type, size: sizeOf(size), permissions, owner, group, raw: line }, size, target);
}

function parseNumbers(line: string): Entry | undefined {
	const [whole, mode = "", owner, group, size = "", seconds] = numeric.exec(line) ?? [];
	if (whole === undefined) return undefined;
	const moment = Number(seconds) * 1000;
	const draft = {
		name: line.slice(whole.length),
		// S_IFDIR and S_IFLNK of sys/stat.h
		type: /^0*4/.test(mode) ? "directory" : /^0*12/.test(mode) ? "symlink" : "file",
		size: sizeOf(size),
		modifiedAt: dateOf(moment),
		modifiedAtPrecision: precisionOf(moment, "00:00:00"),
		permissions: mode.slice(-4),
		owner,
		group,
		raw: line,
	} as const;
	return finished(draft, size);
}
