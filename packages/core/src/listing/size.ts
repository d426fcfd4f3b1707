import { numberAt } from "./scan.ts";

/** 2^63 - 1. No file system has larger files, and servers print -1 for "unknown" as 2^64 - 1. */
const LARGEST = "9223372036854775807";

/**
 * A size in decimal digits, or in digits and the commas that some servers put between thousands; `undefined` for anything else, and
 * for what no file can have. Past 2^53 it is rounded; `exactSize` is not.
 */
export function sizeOf(text: string): number | undefined {
	const size = numberAt(text, 0, text.length);
	if (size >= 0) return size;
	const digits = withoutCommas(text);
	return /^\d{1,19}$/.test(digits) && (digits.length < LARGEST.length || digits <= LARGEST) ? Number(digits) : undefined;
}

/** What `sizeOf` had to round. */
export function exactSize(text: string): bigint {
	return BigInt(withoutCommas(text));
}

function withoutCommas(text: string): string {
	return text.replaceAll(",", "");
}
