import type { Draft, ListingContext } from "./dialect.ts";
import type { Entry } from "./entry.ts";
import { digitsEnd, isBlank, isDigit, skipBlanks, wordEnd } from "./scan.ts";
import { setGroupedSize } from "./size.ts";
import { readUnixDate, type UnixDate } from "./unix-date.ts";

/**
 * A line of `ls -l`: permissions, links, owner, group, size, date, name. Everything but the permissions, the size and the date may
 * be missing or contain spaces, so those two ends are found first and the middle is what is left.
 */
export function parseUnixLine(line: string, context: ListingContext): Entry | undefined {
	const mode = readMode(line);
	if (mode === undefined) return undefined;
	// A month in another language must not be preferred to a real one further right.
	const found = findDate(line, mode.end, context.now, false) ?? findDate(line, mode.end, context.now, true);
	if (found === undefined) return undefined;
	const { modified, nameStart } = found.date;
	const entry: Draft = { name: line.slice(nameStart), type: typeOf(line.charAt(mode.start)), raw: line };
	entry.permissions = line.slice(mode.start + 1, mode.lettersEnd);
	setOwners(entry, line, mode.end, setSizeOf(entry, line, mode, found));
	if (modified !== undefined) {
		entry.modifiedAt = modified.date;
		entry.modifiedAtPrecision = modified.precision;
	}
	if (entry.type === "symlink") splitTarget(entry);
	return entry;
}

interface Mode {
	readonly start: number;
	readonly lettersEnd: number;
	readonly end: number;
}

/** `drwxr-xr-x`, after the inode and the blocks of `ls -is`, if there are any. */
function readMode(line: string): Mode | undefined {
	let start = skipBlanks(line, 0);
	for (let numbers = 0; numbers < 2 && isDigit(line, start); numbers++) {
		const end = digitsEnd(line, start);
		if (!isBlank(line, end)) return undefined;
		start = skipBlanks(line, end);
	}
	if (start >= line.length || !"-dlbcpsDnf".includes(line.charAt(start))) return undefined;
	let lettersEnd = start + 1;
	while (lettersEnd < start + 10 && lettersEnd < line.length && "rwx-sStTlL".includes(line.charAt(lettersEnd))) lettersEnd++;
	// Nine letters; a server that leaves off the last has been seen.
	if (lettersEnd - start < 9) return undefined;
	// "+" for an access control list, "." for SELinux, "@" for macOS attributes. A large link count may follow without a blank.
	const end = lettersEnd < line.length && "+.@*".includes(line.charAt(lettersEnd)) ? lettersEnd + 1 : lettersEnd;
	return isBlank(line, end) || isDigit(line, end) ? { start, lettersEnd, end } : undefined;
}

function typeOf(letter: string): Entry["type"] {
	if (letter === "-" || letter === "f") return "file";
	if (letter === "d") return "directory";
	return letter === "l" ? "symlink" : "unknown";
}

interface Found {
	readonly sizeStart: number;
	readonly sizeEnd: number;
	readonly date: UnixDate;
}

/** Cygwin's groups can be whole sentences; what has more words in front of its date is not from `ls`. */
const MOST_WORDS = 32;

/** The leftmost date that stands behind something like a size. */
function findDate(line: string, from: number, now: number, anyMonth: boolean): Found | undefined {
	let sizeStart = skipBlanks(line, from);
	for (let words = 0; words < MOST_WORDS && sizeStart < line.length; words++) {
		const sizeEnd = wordEnd(line, sizeStart);
		const next = skipBlanks(line, sizeEnd);
		if (next >= line.length) return undefined;
		// `ls -h` writes 33.5k, and a long group can touch the size.
		if (isDigit(line, sizeStart) || isDigit(line, sizeEnd - 1)) {
			const date = readUnixDate(line, next, now, anyMonth);
			if (date !== undefined) return { sizeStart, sizeEnd, date };
		}
		sizeStart = next;
	}
	return undefined;
}

/** Sets the size and returns where the owners end. A device has `major, minor` in the size's place. */
function setSizeOf(entry: Draft, line: string, mode: Mode, { sizeStart, sizeEnd }: Found): number {
	const text = line.slice(sizeStart, sizeEnd);
	if (entry.type !== "unknown") {
		setGroupedSize(entry, text);
		return sizeStart;
	}
	let before = sizeStart;
	while (before > mode.end && isBlank(line, before - 1)) before--;
	if (line.charAt(before - 1) !== ",") {
		setGroupedSize(entry, text.includes(",") ? "" : text);
		return sizeStart;
	}
	while (before > mode.end && !isBlank(line, before - 1)) before--;
	return before;
}

/** Owner and group stand between the links and the size. Either may contain spaces; then two of them tell where the group begins. */
function setOwners(entry: Draft, line: string, from: number, to: number): void {
	let start = skipBlanks(line, from);
	const linksEnd = digitsEnd(line, start);
	if (linksEnd > start && linksEnd < to && isBlank(line, linksEnd)) start = skipBlanks(line, linksEnd);
	const owners = line.slice(start, Math.max(start, to)).trim();
	if (owners === "") return;
	const wide = owners.indexOf("  ");
	const split = wide < 0 ? owners.indexOf(" ") : wide;
	if (split < 0) {
		entry.owner = owners;
		return;
	}
	entry.owner = owners.slice(0, split);
	entry.group = owners.slice(split).trim();
}

/** `name -> target`. Where the name itself contains the arrow nobody can tell; the first one is taken. */
function splitTarget(entry: Draft): void {
	const arrow = entry.name.indexOf(" -> ");
	if (arrow <= 0) return;
	entry.linkTarget = entry.name.slice(arrow + 4);
	entry.name = entry.name.slice(0, arrow);
}
