import { describe, expect, it } from "vitest";
import { fromServerTime, fromUtc, inferYear } from "./dates.ts";

const at = (text: string): number => Date.parse(text);

describe("fromUtc", () => {
	it("tells as much precision as the server did", () => {
		const day = { year: 2024, month: 2, day: 29 };
		expect(fromUtc(day)).toEqual({ date: new Date("2024-02-29T00:00:00Z"), precision: "day" });
		expect(fromUtc({ ...day, hour: 7, minute: 5 })).toEqual({ date: new Date("2024-02-29T07:05:00Z"), precision: "minute" });
		expect(fromUtc({ ...day, hour: 7, minute: 5, second: 3 })?.precision).toBe("second");
		expect(fromUtc({ ...day, hour: 7, minute: 5, second: 3, millisecond: 9 })).toEqual({
			date: new Date("2024-02-29T07:05:03.009Z"),
			precision: "millisecond",
		});
	});

	it.each([
		[2024, 2, 30],
		[2023, 2, 29],
		[1900, 2, 29],
		[2024, 4, 31],
		[2024, 13, 1],
		[2024, 0, 1],
		[2024, 1, 0],
		[2024, 1, 32],
		[1, 1, 1],
		[10_000, 1, 1],
		[-1, 1, 1],
	])("has no date for %i-%i-%i", (year, month, day) => {
		expect(fromUtc({ year, month, day })).toBeUndefined();
	});

	it.each([
		[24, 0, 0],
		[25, 0, 0],
		[-1, 0, 0],
		[10, 60, 0],
		[10, 0, 61],
	])("has no date for %i:%i:%i", (hour, minute, second) => {
		expect(fromUtc({ year: 2024, month: 1, day: 1, hour, minute, second })).toBeUndefined();
	});

	it("keeps a leap second in its own minute", () => {
		const leap = fromUtc({ year: 2016, month: 12, day: 31, hour: 23, minute: 59, second: 60 });
		expect(leap?.date.toISOString()).toBe("2016-12-31T23:59:59.000Z");
	});
});

describe("fromServerTime", () => {
	it("takes a time without zone to be UTC", () => {
		const time = fromServerTime({ year: 2024, month: 7, day: 1, hour: 12, minute: 30 });
		expect(time).toEqual({ date: new Date("2024-07-01T12:30:00Z"), precision: "minute" });
	});
});

describe("inferYear", () => {
	it.each([
		["the same day", 6, 15, "2025-06-15T12:00:00Z", 2025],
		["earlier this year", 1, 2, "2025-06-15T12:00:00Z", 2025],
		["later than now: last year", 11, 30, "2025-06-15T12:00:00Z", 2024],
		["tomorrow: a server ahead of us", 6, 16, "2025-06-15T12:00:00Z", 2025],
		["the day after tomorrow: last year", 6, 17, "2025-06-15T12:00:00Z", 2024],
		["new year's day on a server that is ahead", 1, 1, "2024-12-31T23:30:00Z", 2025],
		["the second of January on the last of December: a year ago", 1, 2, "2024-12-31T23:30:00Z", 2024],
		["the last of December on new year's day", 12, 31, "2025-01-01T00:30:00Z", 2024],
		["29 February in a leap year", 2, 29, "2024-03-01T00:00:00Z", 2024],
		["29 February in another year", 2, 29, "2027-03-01T00:00:00Z", 2024],
		["29 February on the eve of it", 2, 29, "2024-02-28T12:00:00Z", 2024],
		["29 February before it has come this year", 2, 29, "2024-02-01T12:00:00Z", 2020],
		["29 February around a century without one", 2, 29, "2103-12-31T12:00:00Z", 2096],
	])("%s", (_what, month, day, now, year) => {
		expect(inferYear({ month, day, hour: 0, minute: 10 }, at(now))).toBe(year);
	});

	it("looks at the minute where the day decides it", () => {
		expect(inferYear({ month: 6, day: 16, hour: 12, minute: 0 }, at("2025-06-15T12:00:00Z"))).toBe(2025);
		expect(inferYear({ month: 6, day: 16, hour: 12, minute: 1 }, at("2025-06-15T12:00:00Z"))).toBe(2024);
	});

	it("knows no year for a date that none has", () => {
		const now = at("2025-06-15T12:00:00Z");
		expect(inferYear({ month: 2, day: 30 }, now)).toBeUndefined();
		expect(inferYear({ month: 0, day: 1 }, now)).toBeUndefined();
		expect(inferYear({ month: 5, day: 1, hour: 25, minute: 0 }, now)).toBeUndefined();
		expect(inferYear({ month: 5, day: 1 }, Number.NaN)).toBeUndefined();
	});
});
