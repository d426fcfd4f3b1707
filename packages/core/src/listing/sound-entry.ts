import type { Dialect, ListingContext } from "./dialect.ts";
import { dialectSamples } from "./dialect-samples.ts";
import { defaultDialects, type ListingFormat } from "./dialects.ts";
import type { Entry } from "./entry.ts";
import { isOwnDirectory, parseMlsxLine } from "./mlsx.ts";
import { parseNameLine } from "./names.ts";
import { utcZone } from "./zone.ts";

// For tests: what holds for every entry, whoever wrote its line, and lines to begin with.

export const context: ListingContext = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

export const dialectsOf: Readonly<Record<ListingFormat, readonly Dialect[]>> = {
	mlsx: [parseMlsxLine],
	list: defaultDialects,
	names: [parseNameLine],
};

export const sampleLines: readonly string[] = [
	"type=file;size=12;modify=20240131100203.5;UNIX.mode=0644;UNIX.owner=1; a b",
	"type=OS.unix=slink:/x; l",
	...Object.values(dialectSamples).flat(),
];

/** No time zone is further from UTC than a day; years have four digits. */
const FIRST = Date.UTC(1600, 11, 31);
const LAST = Date.UTC(10_000, 0, 2);

const types = new Set(["file", "directory", "symlink", "unknown"]);
const texts = ["permissions", "owner", "group", "linkTarget", "unique"] as const;

/** Looked at without `expect`, which would take most of the time. What is wrong with the entry, if anything is. */
export function faultOf(entry: Entry): string | undefined {
	const { name, raw, type, facts = {} } = entry;
	// VM/CMS writes the two parts of a name apart.
	if (!(raw.includes(name) || name.split(".").every((part) => raw.includes(part)))) return "a name that is not in the line";
	if (name === "" && !isOwnDirectory(facts)) return "no name";
	if (!types.has(type)) return "a type that is none";
	for (const [key, value] of Object.entries(entry)) if (value === undefined) return `${key} is undefined, not absent`;
	for (const key of texts) if (key in entry && !(typeof entry[key] === "string" && entry[key])) return `${key} is no text`;
	for (const value of Object.values(facts)) if (typeof value !== "string") return "a fact is no text";
	if (Object.getPrototypeOf(facts) !== Object.prototype) return "facts that inherit something";
	return faultOfSize(entry) ?? faultOfDate(entry);
}

function faultOfSize(entry: Entry): string | undefined {
	const { size, sizeExact } = entry;
	if (size === undefined) return "size" in entry || sizeExact !== undefined ? "a size that is none" : undefined;
	if (!Number.isInteger(size) || size < 0 || size > 2 ** 63) return `a size of ${size}`;
	if (size > Number.MAX_SAFE_INTEGER !== (sizeExact !== undefined)) return "a rounded size without the exact one, or both";
	return sizeExact === undefined || Number(sizeExact) === size ? undefined : "an exact size that is another one";
}

function faultOfDate({ modifiedAt, modifiedAtPrecision }: Entry): string | undefined {
	if ((modifiedAt === undefined) !== (modifiedAtPrecision === undefined)) return "a date or its precision alone";
	if (modifiedAt === undefined) return undefined;
	const moment = modifiedAt.getTime();
	return moment >= FIRST && moment < LAST ? undefined : `a date at ${moment}`;
}
