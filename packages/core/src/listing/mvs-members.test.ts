import { describe, expect, it } from "vitest";
import { parseMvsMemberLine } from "./mvs-members.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };
const read = (line: string): unknown => parseMvsMemberLine(line, context);

describe("parseMvsMemberLine", () => {
	it("reads the statistics of ISPF, in which the size is a number of records", () => {
		const line = " MAIN      01.03 2023/12/24 2024/01/31 10:02    29    11     7 ANNA";
		expect(read(line)).toEqual({
			name: "MAIN",
			type: "file",
			modifiedAt: new Date("2024-01-31T10:02:00Z"),
			modifiedAtPrecision: "minute",
			facts: { "vv.mm": "01.03", created: "2023/12/24", records: "29", init: "11", mod: "7", id: "ANNA" },
			raw: line,
		});
	});

	it("reads dates with two digits of the year, and seconds", () => {
		expect(read("$2CPF1    01.01 98/10/18 98/10/19 11:58    29    29     0 QFX3076")).toMatchObject({
			name: "$2CPF1",
			modifiedAt: new Date("1998-10-19T11:58:00Z"),
		});
		expect(read("MAIN      01.03 2023/12/24 2024/01/31 10:02:03    29    11     7 ANNA")).toMatchObject({
			modifiedAtPrecision: "second",
		});
	});

	it("takes the time to be the server's", () => {
		const line = "MAIN      01.03 2023/12/24 2024/01/31 10:02    29    11     7 ANNA";
		expect(parseMvsMemberLine(line, { ...context, zone: fixedZone(60) })).toMatchObject({
			modifiedAt: new Date("2024-01-31T09:02:00Z"),
		});
	});

	it("leaves out a date that does not exist", () => {
		const entry = read("MAIN      01.03 2023/12/24 2024/02/31 10:02    29    11     7 ANNA");
		expect(entry).toMatchObject({ name: "MAIN" });
		expect(entry).not.toHaveProperty("modifiedAt");
	});

	it.each([
		["EDITOR    000058   000009          00 FO             RN RU            31    ANY", 0x58, { ttr: "000009", ac: "00" }],
		[
			"EDITALT   005F48   000011 EDITOR   00 FO             RN RU            31    ANY",
			0x5f48,
			{ ttr: "000011", "alias-of": "EDITOR", ac: "00" },
		],
		["#SMALL    00B308   000411       01", 0xb308, { ttr: "000411", ac: "01" }],
	])("reads the load module %j", (line, size, facts) => {
		expect(read(line)).toEqual({ name: line.slice(0, line.indexOf(" ")), type: "file", size, facts, raw: line });
	});

	it("reads a member without statistics, whose line is filled up with blanks", () => {
		const line = `NOSTATS${" ".repeat(60)}`;
		expect(read(line)).toEqual({ name: "NOSTATS", type: "file", raw: line });
	});

	it.each([
		" Name     VV.MM   Created       Changed      Size  Init   Mod   Id",
		"Name      VV.MM   Created       Changed      Size  Init   Mod   Id   ",
		" Name      Size     TTR   Alias-of AC --------- Attributes --------- Amode Rmode",
	])("%j is a heading", (line) => {
		expect(read(line)).toBe("nothing");
	});

	it.each([
		"",
		"MAIN",
		"MAIN ",
		"main                                     ",
		"TOOLONGNAME                              ",
		"MAIN      01.03 2023/12/24 2024/01/31 10:02    29    11     7",
		"MAIN      01.03 2023/12/24 2024/01/31 10:02    29    11     7 ANNA x",
		"MAIN      1.3 2023/12/24 2024/01/31 10:02    29    11     7 ANNA",
		"1MAIN     01.03 2023/12/24 2024/01/31 10:02    29    11     7 ANNA",
		"EDITOR    000058   00000G          00",
		"EDITOR    000058   000009          0",
		"Name of the game",
	])("does not take %j for its own", (line) => {
		expect(read(line)).toBeUndefined();
	});

	it.each([" ", "A", "1", "1 ", "A ", "01.03 ", "000058 "])("comes to an end with very many of %j", (piece) => {
		const rest = piece.repeat(200_000);
		for (const start of ["", "MAIN ", "MAIN 01.03 2023/12/24 2024/01/31 10:02", "EDITOR 000058 000009 00 "])
			expect(read(`${start}${rest}\0`)).toBeUndefined();
	});
});
