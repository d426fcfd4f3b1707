import { describe, expect, it } from "vitest";
import { columnFacts, fullYear, modified } from "./columns.ts";
import { fixedZone } from "./zone.ts";

describe("columnFacts", () => {
	it("names what the columns hold, and leaves out empty ones", () => {
		expect(columnFacts("volume unit used", ["WORK01", "", "15"])).toEqual({ volume: "WORK01", used: "15" });
		expect(columnFacts("volume unit", [undefined, "3390", "more than there are names"])).toEqual({ unit: "3390" });
	});
});

describe("fullYear", () => {
	it.each([
		["00", "2000"],
		["69", "2069"],
		["70", "1970"],
		["99", "1999"],
		["103", "2003"],
		["1903", "1903"],
		["2024", "2024"],
	])("%s is %s", (digits, year) => {
		expect(fullYear(digits)).toBe(year);
	});
});

describe("modified", () => {
	const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: fixedZone(60) };

	it.each(["2024/01/31", "2024-01-31", "1/31/24", "01-31-2024", "01/31/124"])("%s is a day of the server's", (date) => {
		expect(modified(date, "10:02", context)).toEqual({
			modifiedAt: new Date("2024-01-31T09:02:00Z"),
			modifiedAtPrecision: "minute",
		});
	});

	it.each(["31/01/24", "2024-02-31", "", "2024", "x"])("%j is no day", (date) => {
		expect(modified(date, undefined, context)).toEqual({ modifiedAt: undefined, modifiedAtPrecision: undefined });
	});
});
