import type { Entry } from "./entry.ts";
import { exactSize } from "./size.ts";

/** An entry while it is being made: what the server did not tell is undefined, not absent. */
export type Draft = { -readonly [Key in keyof Entry]: Entry[Key] | undefined };

/**
 * The entry: without what the server did not tell, and with the exact size where `size` is rounded. Dialects write all fields in
 * one literal, which is faster than adding them one by one, and from which the few that have no value are left out here.
 */
export function finished(draft: Draft, size: string, linkTarget?: string): Entry {
	const entry = isComplete(draft) ? draft : withoutUndefined(draft);
	// "l -> " points nowhere.
	if (linkTarget) entry.linkTarget = linkTarget;
	if (entry.size !== undefined && entry.size > Number.MAX_SAFE_INTEGER)
		Object.defineProperty(entry, "sizeExact", { value: exactSize(size) });
	return entry as Entry;
}

function isComplete(draft: Draft): boolean {
	for (const key in draft) if (draft[key as keyof Draft] === undefined) return false;
	return true;
}

function withoutUndefined(draft: Draft): Draft {
	const entry: Record<string, unknown> = {};
	for (const key in draft) {
		const value = draft[key as keyof Draft];
		if (value !== undefined) entry[key] = value;
	}
	return entry as Draft;
}
