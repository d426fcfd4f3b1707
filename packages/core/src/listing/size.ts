import type { Draft } from "./dialect.ts";

/** 2^63: no file system has larger files, and servers print -1 for "unknown" as 2^64 - 1. */
const TOO_LARGE = 2n ** 63n;
/** The digits of 2^63; a longer number is not worth reading. */
const MOST_DIGITS = 19;
/** Every number of so many digits is exact as a `number`. */
const EXACT_DIGITS = 15;

/** Writes the size given in decimal digits into the entry. Anything else, and what no file can have, leaves it without a size. */
export function setSize(entry: Draft, text: string): void {
	if (text === "" || text.length > MOST_DIGITS || !/^[0-9]+$/.test(text)) return;
	if (text.length <= EXACT_DIGITS) {
		entry.size = Number(text);
		return;
	}
	const exact = BigInt(text);
	if (exact >= TOO_LARGE) return;
	entry.size = Number(exact);
	if (exact > Number.MAX_SAFE_INTEGER) Object.defineProperty(entry, "sizeExact", { value: exact, enumerable: false });
}

/** As `setSize`, for servers that write `1,234,567`. */
export function setGroupedSize(entry: Draft, text: string): void {
	setSize(entry, text.includes(",") ? text.replaceAll(",", "") : text);
}
