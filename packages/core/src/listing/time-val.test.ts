import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../property-runs.ts";
import { parseTimeVal } from "./time-val.ts";

describe("parseTimeVal", () => {
	it.each([
		["20240131100203", "2024-01-31T10:02:03.000Z", "second"],
		["20240229235959", "2024-02-29T23:59:59.000Z", "second"],
		["20240131100203.5", "2024-01-31T10:02:03.500Z", "millisecond"],
		["20240131100203.007", "2024-01-31T10:02:03.007Z", "millisecond"],
		["20240131100203.123456789", "2024-01-31T10:02:03.123Z", "millisecond"],
		["20240131100203Z", "2024-01-31T10:02:03.000Z", "second"],
		["20240131100203.25Z", "2024-01-31T10:02:03.250Z", "millisecond"],
		["191240131100203", "2024-01-31T10:02:03.000Z", "second"],
		["191000229000000", "2000-02-29T00:00:00.000Z", "second"],
		["20161231235960", "2016-12-31T23:59:59.000Z", "second"],
	])("%s", (text, iso, precision) => {
		const time = parseTimeVal(text);
		expect(time?.date.toISOString()).toBe(iso);
		expect(time?.precision).toBe(precision);
	});

	it.each([
		"",
		"2024",
		"20240131",
		"202401311002",
		"2024013110020",
		"202401311002033",
		"20240231100203",
		"20240431100203",
		"20241331100203",
		"20240100100203",
		"20240131240203",
		"20240131106003",
		"20240131100261",
		"99999999999999",
		"00000000000000",
		"00010101000000",
		"20240131100203.",
		"20240131100203.x",
		"20240131100203.5x",
		"20240131100203 ",
		" 20240131100203",
		"-0240131100203",
		"2024013110020x",
		"20240131100203+0100",
		"notadate",
	])("104: has no time for %j", (text) => {
		expect(parseTimeVal(text)).toBeUndefined();
	});

	it("reads back every moment it can be given", () => {
		const moments = fc.date({
			min: new Date("1601-01-01T00:00:00Z"),
			max: new Date("9999-12-31T23:59:59Z"),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(moments, (date) => {
				const [whole = "", fraction] = date
					.toISOString()
					.replace(/[-:TZ]/g, "")
					.split(".");
				expect(parseTimeVal(`${whole}.${fraction}`)?.date.getTime()).toBe(date.getTime());
			}),
			{ numRuns: runs(100) },
		);
	});

	it("104: never gives an invalid date", () => {
		const digits = fc.stringMatching(/^[0-9]{14,15}(\.[0-9]{0,4})?$/);
		fc.assert(
			fc.property(digits, (text) => {
				expect(parseTimeVal(text)?.date.getTime()).not.toBeNaN();
			}),
			{ numRuns: runs(100) },
		);
	});
});
