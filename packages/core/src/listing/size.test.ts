import { expect, it } from "vitest";
import type { Draft } from "./dialect.ts";
import { setGroupedSize, setSize } from "./size.ts";

const blank = (): Draft => ({ name: "x", type: "file", raw: "x" });

function sized(text: string, set: typeof setSize = setSize): Draft {
	const entry = blank();
	set(entry, text);
	return entry;
}

it.each([
	["0", 0],
	["11", 11],
	["007", 7],
	["999999999999999", 999_999_999_999_999],
	["9007199254740991", Number.MAX_SAFE_INTEGER],
])("reads %s", (text, size) => {
	const entry = sized(text);
	expect(entry.size).toBe(size);
	expect(entry.sizeExact).toBeUndefined();
});

it("keeps a size past 2^53 exactly, out of the way of JSON", () => {
	const entry = sized("9007199254740993");
	expect(entry.sizeExact).toBe(9007199254740993n);
	expect(entry.size).toBe(9007199254740992);
	expect(Object.keys(entry)).not.toContain("sizeExact");
	expect(JSON.parse(JSON.stringify(entry))).toEqual({ name: "x", type: "file", raw: "x", size: 9007199254740992 });
	expect(sized("9223372036854775807").sizeExact).toBe(2n ** 63n - 1n);
});

it.each([
	"",
	"-1",
	"+1",
	"1e9",
	"0x10",
	"1.5",
	" 1",
	"1 ",
	"NaN",
	"９",
	"9223372036854775808",
	"18446744073709551615",
	"9".repeat(40),
])("has no size for %j", (text) => {
	expect(sized(text)).toEqual(blank());
});

it("reads thousands with commas where asked to", () => {
	expect(sized("1,234,567", setGroupedSize).size).toBe(1_234_567);
	expect(sized("12", setGroupedSize).size).toBe(12);
	expect(sized(",", setGroupedSize).size).toBeUndefined();
	expect(sized("1,234").size).toBeUndefined();
});
