import { describe, expect, it } from "vitest";
import { dateOf, dayStart, latestMoment, momentOf, precisionOf } from "./dates.ts";
import { fixedZone, utcZone } from "./zone.ts";

const at = (text: string): number => Date.parse(text);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("dayStart", () => {
	it.each([
		[2024, 2, 29, "2024-02-29"],
		[2000, 2, 29, "2000-02-29"],
		[2023, 12, 31, "2023-12-31"],
		[1601, 1, 1, "1601-01-01"],
		[9999, 12, 31, "9999-12-31"],
	])("%i-%i-%i", (year, month, day, text) => {
		expect(dayStart(year, month, day)).toBe(at(`${text}T00:00:00Z`));
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
		[99, 1, 1],
		[1600, 12, 31],
		[10_000, 1, 1],
		[-1, 1, 1],
		[Number.NaN, 1, 1],
		[2024, Number.NaN, 1],
		[2024, 1, Number.NaN],
	])("there is no %d-%d-%d", (year, month, day) => {
		expect(dayStart(year, month, day)).toBeNaN();
	});
});

describe("latestMoment", () => {
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
		["29 February just before the first one after it", 2, 29, "2104-01-01T00:00:00Z", 2096],
	])("95: %s", (_what, month, day, now, year) => {
		expect(latestMoment(month, day, 10 * MINUTE, at(now))).toBe(Date.UTC(year, month - 1, day, 0, 10));
	});

	it("95: has the latest year around every turn of the year", () => {
		for (let year = 1970; year < 2500; year++) {
			for (const [month, day, time] of [
				[1, 1, 0],
				[12, 31, 23 * HOUR],
			] as const) {
				const now = Date.UTC(year, month - 1, day) + time;
				expect(latestMoment(1, 1, 0, now)).toBe(Date.UTC(month === 1 ? year : year + 1, 0, 1));
				expect(latestMoment(12, 31, 0, now)).toBe(Date.UTC(month === 1 ? year - 1 : year, 11, 31));
			}
		}
	});

	it("looks at the minute where the day decides it", () => {
		const now = at("2025-06-15T12:00:00Z");
		expect(latestMoment(6, 16, 12 * HOUR, now)).toBe(at("2025-06-16T12:00:00Z"));
		expect(latestMoment(6, 16, 12 * HOUR + MINUTE, now)).toBe(at("2024-06-16T12:01:00Z"));
	});

	it("has nothing for a date that no year has", () => {
		const now = at("2025-06-15T12:00:00Z");
		expect(latestMoment(2, 30, 0, now)).toBeNaN();
		expect(latestMoment(0, 1, 0, now)).toBeNaN();
		expect(latestMoment(5, 1, Number.NaN, now)).toBeNaN();
		expect(latestMoment(5, 1, 0, Number.NaN)).toBeNaN();
	});
});

it("looks for the year only where there is none", () => {
	const context = { now: at("2025-06-15T12:00:00Z"), zone: utcZone };
	expect(momentOf(undefined, 12, 31, HOUR, context)).toBe(at("2024-12-31T01:00:00Z"));
	expect(momentOf("2031", 12, 31, HOUR, context)).toBe(at("2031-12-31T01:00:00Z"));
	expect(momentOf(2031, 12, 31, HOUR, context)).toBe(at("2031-12-31T01:00:00Z"));
	expect(momentOf("2023", 2, 29, 0, context)).toBeNaN();
});

it("95: takes the date for what the server's clock shows, and finds the year by that clock", () => {
	const zone = fixedZone(-5 * 60);
	expect(momentOf(2024, 1, 31, HOUR, { now: 0, zone })).toBe(at("2024-01-31T06:00:00Z"));
	// It is 19:30 on the eve there: a day later is the most that is not last year's.
	const context = { now: at("2025-06-16T00:30:00Z"), zone };
	expect(momentOf(undefined, 6, 16, 19.5 * HOUR, context)).toBe(at("2025-06-17T00:30:00Z"));
	expect(momentOf(undefined, 6, 16, 19.5 * HOUR + MINUTE, context)).toBe(at("2024-06-17T00:31:00Z"));
	expect(momentOf(2024, 2, 30, 0, context)).toBeNaN();
});

it("makes dates of moments, and none where there is none", () => {
	expect(dateOf(0)).toEqual(new Date(0));
	expect(dateOf(Number.NaN)).toBeUndefined();
	expect(precisionOf(Number.NaN, "10:02")).toBeUndefined();
});

it.each([
	[undefined, "day"],
	["7:05", "minute"],
	["10:02", "minute"],
	["10:02:03", "second"],
	["10:02:03.5", "millisecond"],
])("the time %j makes it exact to the %s", (clock, precision) => {
	expect(precisionOf(0, clock)).toBe(precision);
});
