import { describe, expect, it } from "vitest";
import type { Entry } from "./entry.ts";
import { parseUnixLine } from "./unix.ts";
import { utcZone } from "./zone.ts";

const now = Date.parse("2025-06-15T12:00:00Z");
const dated = (date: string): Entry | undefined => parseUnixLine(`-rw-r--r-- 1 anna www 3 ${date}x y`, { now, zone: utcZone });

describe("the dates of `ls -l`", () => {
	it.each([
		["Jan 31 10:02 ", "2025-01-31T10:02:00.000Z", "minute"],
		["Jan  1 9:02 ", "2025-01-01T09:02:00.000Z", "minute"],
		["Jun 16 11:59 ", "2025-06-16T11:59:00.000Z", "minute"],
		["Jun 17 10:02 ", "2024-06-17T10:02:00.000Z", "minute"],
		["Dec 31 23:59 ", "2024-12-31T23:59:00.000Z", "minute"],
		["Feb 29 10:02 ", "2024-02-29T10:02:00.000Z", "minute"],
		["Jan  1 00:0 ", "2025-01-01T00:00:00.000Z", "minute"],
		["Jan 31  2024 ", "2024-01-31T00:00:00.000Z", "day"],
		["Jan 31 2024 ", "2024-01-31T00:00:00.000Z", "day"],
		["Sept 1 2024 ", "2024-09-01T00:00:00.000Z", "day"],
		["JAN 1 2024 ", "2024-01-01T00:00:00.000Z", "day"],
		["31 Jan 10:02 ", "2025-01-31T10:02:00.000Z", "minute"],
		["31 Jan  2024 ", "2024-01-31T00:00:00.000Z", "day"],
		["31. Jan. 2024 ", "2024-01-31T00:00:00.000Z", "day"],
		["Jan 31 10:02:03 2024 ", "2024-01-31T10:02:03.000Z", "second"],
		["Jan 31 10:02:03 ", "2025-01-31T10:02:03.000Z", "second"],
		["2024-01-31 10:02 ", "2024-01-31T10:02:00.000Z", "minute"],
		["2024-01-31 10:02:03 ", "2024-01-31T10:02:03.000Z", "second"],
		["2024-01-31 10:02:03.045678901 +0000 ", "2024-01-31T10:02:03.045Z", "millisecond"],
		["2024-01-31 10:02:03.000000000 +0130 ", "2024-01-31T08:32:03.000Z", "millisecond"],
		["2024-01-31 10:02:03.000000000 -0500 ", "2024-01-31T15:02:03.000Z", "millisecond"],
		["2024-01-31 10:02:03.000000000 +1400 ", "2024-01-30T20:02:03.000Z", "millisecond"],
		["2024/01/31 10:02 ", "2024-01-31T10:02:00.000Z", "minute"],
		["2024.01.31 10:02 ", "2024-01-31T10:02:00.000Z", "minute"],
		["2024-01-31 ", "2024-01-31T00:00:00.000Z", "day"],
		["2024-01-31  ", "2024-01-31T00:00:00.000Z", "day"],
		["01-31 10:02 ", "2025-01-31T10:02:00.000Z", "minute"],
		["01-31 2024 ", "2024-01-31T00:00:00.000Z", "day"],
		["1月 31 10:02 ", "2025-01-31T10:02:00.000Z", "minute"],
		["1月 31日 2024年 ", "2024-01-31T00:00:00.000Z", "day"],
		["12월 31일 2024년 ", "2024-12-31T00:00:00.000Z", "day"],
	])("95: %j is %s", (date, iso, precision) => {
		const entry = dated(date);
		expect(entry?.name).toBe("x y");
		expect(entry?.modifiedAt?.toISOString()).toBe(iso);
		expect(entry?.modifiedAtPrecision).toBe(precision);
		expect(entry?.size).toBe(3);
	});

	it.each([
		"Feb 30 10:02 ",
		"Feb 29  2023 ",
		"Jan 36 2024 ",
		"Jan 0 2024 ",
		"Jan 31 24:00 ",
		"Jan 31 30:01 ",
		"Jan 31 10:79 ",
		"Jan 31 1066 ",
		"2024-02-30 10:02 ",
		"2024-13-01 ",
		"2024-01-31 25:00 ",
		"2024-01-31 25:00:00.0 +0000 ",
		"13-31 10:02 ",
		"13月 31 10:02 ",
		"Okt 31 10:02 ",
		"31 мая 2024 ",
		"31. Mai, 10:02 ",
		"Jam 31 10:02 ",
	])("95: %j is no date that we know, but it is where one stands", (date) => {
		const entry = dated(date);
		expect(entry).toMatchObject({ name: "x y", type: "file", size: 3 });
		expect(entry).not.toHaveProperty("modifiedAt");
		expect(entry).not.toHaveProperty("modifiedAtPrecision");
	});

	it.each([
		"Jan 31 ",
		"Jan -7 10:02 ",
		"Jan 31 10 ",
		"Jan 31 20 ",
		"Jan 31 201O ",
		"2024-1-31 ",
		"2024-01/31 10:02 ",
		"10:02 ",
		"Averyverylongword 31 2024 ",
	])("%j is no date", (date) => {
		expect(dated(date)).toBeUndefined();
	});

	it("prefers a month it knows to a word it does not know further left", () => {
		const line = "-rw-r--r-- 1 anna 12 foo 31 2003 Jan 31  2024 x";
		expect(parseUnixLine(line, { now, zone: utcZone })).toMatchObject({
			name: "x",
			size: 2003,
			modifiedAt: new Date("2024-01-31T00:00:00Z"),
		});
	});

	it("is not confused by a small size before a month", () => {
		expect(parseUnixLine("-rw-r--r-- 1 anna www 12 Jan 31 10:02 x", { now, zone: utcZone })).toMatchObject({
			size: 12,
			name: "x",
			modifiedAt: new Date("2025-01-31T10:02:00Z"),
		});
	});

	it("takes four digits after seconds for the year only where a name follows", () => {
		expect(parseUnixLine("-rw-r--r-- 1 anna www 12 Jan 31 10:02:03 2024", { now, zone: utcZone })).toMatchObject({
			name: "2024",
			modifiedAt: new Date("2025-01-31T10:02:03Z"),
		});
	});
});

it.each(["+1401", "-1500", "+9999", "-9999"])("95: a date whose zone no clock has is none: %s", (zone) => {
	const entry = parseUnixLine(`-rw-r--r-- 1 bob users 5 9999-12-31 23:59:59.000000000 ${zone} name`, { now: 0, zone: utcZone });
	expect(entry).toMatchObject({ name: "name", size: 5 });
	expect(entry?.modifiedAt).toBeUndefined();
	expect(entry?.modifiedAtPrecision).toBeUndefined();
});
