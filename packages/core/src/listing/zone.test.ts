import { describe, expect, it } from "vitest";
import { fixedZone, utcZone, zoneOf } from "./zone.ts";

const at = (text: string): number => Date.parse(`${text}Z`);

it("is UTC where nothing else is known", () => {
	expect(utcZone.toMoment(5)).toBe(5);
	expect(utcZone.toWall(5)).toBe(5);
});

describe.each([
	["ninety minutes ahead", fixedZone(90)],
	["given as a number", zoneOf(90)],
])("a clock %s", (_name, zone) => {
	it("shows more than UTC does", () => {
		expect(zone.toMoment(at("2024-01-31T10:00"))).toBe(at("2024-01-31T08:30"));
		expect(zone.toWall(at("2024-01-31T08:30"))).toBe(at("2024-01-31T10:00"));
		expect(zone.toMoment(Number.NaN)).toBeNaN();
	});
});

describe("a clock of a named zone", () => {
	it.each([
		["Europe/Berlin", "2024-01-31T10:00", "2024-01-31T09:00"],
		["Europe/Berlin", "2024-07-31T10:00", "2024-07-31T08:00"],
		["America/New_York", "2024-01-31T20:00", "2024-02-01T01:00"],
		["America/New_York", "2024-07-31T20:00", "2024-08-01T00:00"],
		["Asia/Kolkata", "2024-01-31T10:00", "2024-01-31T04:30"],
		["Pacific/Kiritimati", "2024-01-31T10:00", "2024-01-30T20:00"],
		["Australia/Lord_Howe", "2024-01-31T10:00", "2024-01-30T23:00"],
		["UTC", "2024-01-31T10:00", "2024-01-31T10:00"],
		["Etc/GMT+3", "2024-01-31T10:00", "2024-01-31T13:00"],
		["Europe/Berlin", "1880-01-01T00:53:28", "1880-01-01T00:00"],
	])("%s shows %s at %s in UTC", (name, wall, moment) => {
		const zone = zoneOf(name);
		expect(zone.toMoment(at(wall))).toBe(at(moment));
		expect(zone.toWall(at(moment))).toBe(at(wall));
	});

	it.each([
		["the last moment before it", "2024-10-27T01:59", "2024-10-26T23:59"],
		["shown twice: the first time", "2024-10-27T02:00", "2024-10-27T00:00"],
		["shown twice: the first time", "2024-10-27T02:59", "2024-10-27T00:59"],
		["the first that is shown once", "2024-10-27T03:00", "2024-10-27T02:00"],
	])("is put back: %s", (_what, wall, moment) => {
		expect(zoneOf("Europe/Berlin").toMoment(at(wall))).toBe(at(moment));
	});

	it.each([
		["the last moment before it", "2024-03-31T01:59", "2024-03-31T00:59"],
		["never shown: as if it had not been changed", "2024-03-31T02:00", "2024-03-31T01:00"],
		["never shown: as if it had not been changed", "2024-03-31T02:59", "2024-03-31T01:59"],
		["the first after it", "2024-03-31T03:00", "2024-03-31T01:00"],
	])("is put forward: %s", (_what, wall, moment) => {
		expect(zoneOf("Europe/Berlin").toMoment(at(wall))).toBe(at(moment));
	});

	it("may leave out a whole day", () => {
		const samoa = zoneOf("Pacific/Apia");
		expect(samoa.toMoment(at("2011-12-29T23:59"))).toBe(at("2011-12-30T09:59"));
		expect(samoa.toMoment(at("2011-12-31T00:00"))).toBe(at("2011-12-30T10:00"));
		expect(samoa.toWall(samoa.toMoment(at("2011-12-30T12:00")))).toBe(at("2011-12-31T12:00"));
	});

	it("goes there and back at every hour of some years", () => {
		const zone = zoneOf("America/St_Johns");
		for (let moment = at("2006-06-01T00:30"); moment < at("2008-01-01T00:00"); moment += 60 * 60_000) {
			const wall = zone.toWall(moment);
			expect([moment, moment - 60 * 60_000]).toContain(zone.toMoment(wall));
			expect(zone.toWall(zone.toMoment(wall))).toBe(wall);
		}
	});

	it("has no moment for a date that does not exist", () => {
		expect(zoneOf("Europe/Berlin").toMoment(Number.NaN)).toBeNaN();
		expect(zoneOf("Europe/Berlin").toWall(Number.NaN)).toBeNaN();
	});
});

it.each([1440, -1440, Number.NaN, Number.POSITIVE_INFINITY])("does not take %j", (zone) => {
	const message = "A time zone is an IANA name, or less than 1440 minutes ahead of UTC or behind it.";
	expect(() => zoneOf(zone)).toThrow(expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT", message }));
});

it.each(["Europe/Berlinn", "", "\0"])("does not take %j, and keeps the runtime's reason", (zone) => {
	const message = `This runtime knows no time zone ${JSON.stringify(zone)}.`;
	const cause = expect.any(RangeError);
	expect(() => zoneOf(zone)).toThrow(expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT", message, cause }));
});

it("is a number up to the last minute of a day", () => {
	expect([1439, -1439, 0].map((minutes) => zoneOf(minutes).toWall(0))).toEqual([86_340_000, -86_340_000, 0]);
});
