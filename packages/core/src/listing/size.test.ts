import { expect, it } from "vitest";
import { exactSize, sizeOf } from "./size.ts";

it.each([
	["0", 0],
	["11", 11],
	["007", 7],
	["999999999999999", 999_999_999_999_999],
	["9007199254740991", Number.MAX_SAFE_INTEGER],
	["9007199254740993", 9007199254740992],
	["9223372036854775807", 2 ** 63],
	["0000000000000000007", 7],
	["1,234,567", 1_234_567],
	["9,007,199,254,740,993", 9007199254740992],
])("reads %s", (text, size) => {
	expect(sizeOf(text)).toBe(size);
});

it("keeps a size past 2^53 exactly", () => {
	expect(exactSize("9007199254740993")).toBe(9007199254740993n);
	expect(exactSize("9,223,372,036,854,775,807")).toBe(2n ** 63n - 1n);
});

it.each([
	"",
	",",
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
	expect(sizeOf(text)).toBeUndefined();
});
