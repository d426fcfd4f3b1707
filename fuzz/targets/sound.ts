import { ok } from "node:assert/strict";
import type { ListingContext } from "../../packages/core/src/listing/dialect.ts";
import type { Entry } from "../../packages/core/src/listing/entry.ts";
import { utcZone } from "../../packages/core/src/listing/zone.ts";

/** Always the same moment, or a finding could not be repeated. */
export const context: ListingContext = { now: Date.UTC(2025, 5, 15, 12), zone: utcZone };

const types = new Set(["file", "directory", "symlink", "unknown"]);
const precisions = new Set(["day", "minute", "second", "millisecond"]);

/** What holds for every entry, whoever wrote its line: numbers and dates that are some, and nothing that was not in the line. */
export function expectSound(entry: Entry): void {
	const { name, raw, type, size, sizeExact, modifiedAt, modifiedAtPrecision } = entry;
	ok(types.has(type), "a type");
	ok(size === undefined || (Number.isFinite(size) && size >= 0), "a size");
	ok(sizeExact === undefined || (sizeExact > 2n ** 53n - 1n && Number(sizeExact) === size), "an exact size where it is needed");
	ok(modifiedAt === undefined || !Number.isNaN(modifiedAt.getTime()), "a date");
	ok(modifiedAt === undefined ? modifiedAtPrecision === undefined : precisions.has(modifiedAtPrecision ?? ""), "a precision");
	// VM/CMS writes the two parts of a name apart.
	ok(raw.includes(name) || name.split(".").every((part) => raw.includes(part)), "a name from the line");
	for (const text of [entry.permissions, entry.owner, entry.group, entry.linkTarget, entry.unique])
		ok(text !== "", "no empty text");
	JSON.stringify(entry);
}
