import { describe, expect, it } from "vitest";
import { columnFacts, fullYear } from "./columns.ts";

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
