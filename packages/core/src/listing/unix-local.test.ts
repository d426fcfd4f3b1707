import { describe, expect, it } from "vitest";
import type { Entry } from "./entry.ts";
import { parseLocalUnixLine } from "./unix-local.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };
const dated = (date: string): Entry | "nothing" | undefined => parseLocalUnixLine(`-rw-r--r-- 1 anna www 3 ${date} x y`, context);

describe("parseLocalUnixLine", () => {
	it.each([
		["Jan 31 10:02", "2025-01-31T10:02:00.000Z", "minute"],
		["Okt 31 10:02", "2024-10-31T10:02:00.000Z", "minute"],
		["26. Juli, 10:02", "2024-07-26T10:02:00.000Z", "minute"],
		["2.   Okt.  2003", "2003-10-02T00:00:00.000Z", "day"],
		["10 Mär  2003", "2003-03-10T00:00:00.000Z", "day"],
		["Mär 10  2003", "2003-03-10T00:00:00.000Z", "day"],
		["31 мая 2024", "2024-05-31T00:00:00.000Z", "day"],
		["28 ΣΕΠ 2024", "2024-09-28T00:00:00.000Z", "day"],
		["janv. 31 10:02", "2025-01-31T10:02:00.000Z", "minute"],
		["十二月 31 10:02", "2024-12-31T10:02:00.000Z", "minute"],
		["12월 31일 2024년", "2024-12-31T00:00:00.000Z", "day"],
		["3 29 03:26", "2025-03-29T03:26:00.000Z", "minute"],
		["29 3 03:26", "2025-03-29T03:26:00.000Z", "minute"],
		["24-04-2003 17:12", "2003-04-24T17:12:00.000Z", "minute"],
		["04-24-2003 17:12", "2003-04-24T17:12:00.000Z", "minute"],
		["04/05/2003 17:12", "2003-04-05T17:12:00.000Z", "minute"],
		["05.04.2003 17:12:09", "2003-04-05T17:12:09.000Z", "second"],
	])("%j is %s", (date, iso, precision) => {
		expect(dated(date)).toMatchObject({
			name: "x y",
			type: "file",
			size: 3,
			owner: "anna",
			group: "www",
			permissions: "rw-r--r--",
			modifiedAt: new Date(iso),
			modifiedAtPrecision: precision,
		});
	});

	it.each(["30 Fev 2024", "31 13 10:02", "24-14-2003 10:02", "24.04.2003 30:00", "Jam 31 10:02"])(
		"%j is no date that any calendar has, but it is where one stands",
		(date) => {
			expect(dated(date)).toMatchObject({ name: "x y", size: 3 });
			expect(dated(date)).not.toHaveProperty("modifiedAt");
		},
	);

	it("reads dates in digits by the server's clock, too", () => {
		expect(parseLocalUnixLine("-rw-r--r-- 1 a b 3 24-04-2003 17:12 x", { ...context, zone: fixedZone(60) })).toMatchObject({
			modifiedAt: new Date("2003-04-24T16:12:00Z"),
		});
	});

	it("does not take owners and sizes in digits for a date", () => {
		expect(parseLocalUnixLine("-rw-r--r-- 1 5 6 2003 Jan 31  2024 x", context)).toMatchObject({
			size: 2003,
			owner: "5",
			group: "6",
		});
		expect(parseLocalUnixLine("-rw-r--r-- 1 5 6 12 31 Okt 10:02 x", context)).toMatchObject({ size: 12, group: "6", name: "x" });
	});

	it.each([
		"total 0",
		"total 123",
		"total 395136991232",
		"Total -12",
		"total 1.2M",
		"total 4,0K",
		"Gesamt 4352",
		"insgesamt 12",
		"totale 12",
		"totalt 12",
		"totaal 12",
		"i alt 12",
		"yhteensä 12",
		"razem 12",
		"итого 12",
		"合計 12",
		"总用量 12",
		"總計 12",
		"합계 12",
		".:",
	])("%j names no file", (line) => {
		expect(parseLocalUnixLine(line, context)).toBe("nothing");
	});

	it.each(["total", "total 12 files", "total x", "..:", "sub:", "Gesamt", "", " ", "12", "x", "ls: .: denied", "total 12\n"])(
		"%j is written in another way",
		(line) => {
			expect(parseLocalUnixLine(line, context)).toBeUndefined();
		},
	);

	it.each(["0", "5"])("does not take the owner %s, the group and the size for a date", (owner) => {
		const head = `-rw-r--r--    1 ${owner}        www          4711`;
		expect(parseLocalUnixLine(`${head} data.csv`, context)).toBeUndefined();
		expect(parseLocalUnixLine(`${head} 1 31 10:02 data.csv`, context)).toMatchObject({ name: "data.csv", size: 4711, owner });
		expect(parseLocalUnixLine(`${head} Jan 31 10:02 data.csv`, context)).toMatchObject({ name: "data.csv", size: 4711, owner });
	});

	it.each([
		["2003年  3月 29日", "2003-03-29T00:00:00Z"],
		["2003년  3월  9일", "2003-03-09T00:00:00Z"],
		["2003 3月 29", "2003-03-29T00:00:00Z"],
	])("reads %s, the year first", (date, iso) => {
		const entry = parseLocalUnixLine(`-rw-r--r--   1 anna     www          4711 ${date} a b`, context);
		expect(entry).toMatchObject({ name: "a b", size: 4711, owner: "anna", group: "www", modifiedAt: new Date(iso) });
		expect(entry).toHaveProperty("modifiedAtPrecision", "day");
	});

	it("does not take the time that VShell writes behind the year for the name's", () => {
		const line = "-rw-r--r--    1 anna www     4711 Jan 31, 2024 10:02 a b";
		expect(parseLocalUnixLine(line, context)).toMatchObject({ name: "a b", modifiedAt: new Date("2024-01-31T10:02:00Z") });
		expect(parseLocalUnixLine(line.replace(",", ""), context)).toMatchObject({ name: "10:02 a b", modifiedAtPrecision: "day" });
	});

	it("does not take a part of an owner for the number of links", () => {
		const entry = parseLocalUnixLine("-rw-r--r-- anna2 www 4711 Okt 31 10:02 a b", context);
		expect(entry).toMatchObject({ name: "a b", owner: "anna2", group: "www", size: 4711 });
	});

	it("finds the owner behind any number of blanks", () => {
		const entry = parseLocalUnixLine("-rw-r--r-- 1    anna   www  4711 Okt 31 10:02 a b", context);
		expect(entry).toMatchObject({ name: "a b", owner: "anna", group: "www", size: 4711 });
	});

	it("has arrows in the name of what points nowhere", () => {
		const entry = parseLocalUnixLine("-rw-r--r-- 1 anna www 4711 Okt 31 10:02 a -> b", context);
		expect(entry).toMatchObject({ name: "a -> b", type: "file" });
		expect(entry).not.toHaveProperty("linkTarget");
	});

	it("reads root's files in a language that it does not know", () => {
		const line = "-rw-r--r--    1 0        www          4711 Foo 31 10:02 data.csv";
		expect(parseLocalUnixLine(line, context)).toMatchObject({ name: "data.csv", size: 4711 });
	});
});
