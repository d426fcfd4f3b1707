import { describe, expect, it } from "vitest";
import { parseVmCmsLine } from "./vm-cms.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };
const read = (line: string): unknown => parseVmCmsLine(line, context);

describe("parseVmCmsLine", () => {
	it("reads a file of records of one length, whose number tells the size", () => {
		const line = "REPORT   DATA     F         80       1000         20 2024-01-31 10:02:03 ANN191";
		expect(read(line)).toEqual({
			name: "REPORT.DATA",
			type: "file",
			size: 80_000,
			modifiedAt: new Date("2024-01-31T10:02:03Z"),
			modifiedAtPrecision: "second",
			facts: { format: "F", lrecl: "80", records: "1000", blocks: "20", label: "ANN191" },
			raw: line,
		});
	});

	it("knows only the longest record of format V", () => {
		const line = "PROFILE  EXEC     V         17          3          1 2024-01-31 10:02:03 -";
		expect(read(line)).toMatchObject({ name: "PROFILE.EXEC", facts: { format: "V", lrecl: "17", records: "3" } });
		expect(read(line)).not.toHaveProperty("size");
	});

	it.each([
		["1/31/24", "2024-01-31"],
		["01/31/97", "1997-01-31"],
		["1/31/102", "2002-01-31"],
		["2024-01-31", "2024-01-31"],
	])("%s is %s", (date, iso) => {
		expect(read(`LASTING  GLOBALV   A1 V      41     21     1  ${date}  9:10:32`)).toMatchObject({
			name: "LASTING.GLOBALV",
			facts: { fm: "A1" },
			modifiedAt: new Date(`${iso}T09:10:32Z`),
		});
	});

	it.each([
		"AUTHORS           DIR        -          -          - 2024-01-31 10:31:11 -",
		"AUTHORS            A1 DIR    -      -      -       1/31/24   10:31:11",
	])("%j is a directory", (line) => {
		expect(read(line)).toEqual({
			name: "AUTHORS",
			type: "directory",
			modifiedAt: new Date("2024-01-31T10:31:11Z"),
			modifiedAtPrecision: "second",
			raw: line,
		});
	});

	it("takes the time to be the server's, and leaves out what is none", () => {
		const line = "PROFILE  EXEC     V  17  3  1 2024-01-31 10:02:03 -";
		expect(parseVmCmsLine(line, { ...context, zone: fixedZone(60) })).toMatchObject({
			modifiedAt: new Date("2024-01-31T09:02:03Z"),
		});
		expect(read("PROFILE  EXEC     V  17  3  1 2024-02-31 10:02:03 -")).not.toHaveProperty("modifiedAt");
		expect(read("PROFILE  EXEC     V  17  3  1 2024-01-31 25:02:03 -")).not.toHaveProperty("modifiedAt");
	});

	it("skips the heading of FILELIST", () => {
		expect(read("Filename FileType  Fm Format Lrecl  Records Blocks Date      Time")).toBe("nothing");
	});

	it.each([
		"",
		"PROFILE EXEC",
		"PROFILE  V         17          3          1 2024-01-31 10:02:03 -",
		"PROFILE  EXEC     X         17          3          1 2024-01-31 10:02:03 -",
		"PROFILE  EXEC     V         17          3          - 2024-01-31 10:02:03 -",
		"PROFILE  EXEC     V         17          3          1 2024-01-31 10:02 -",
		"PROFILE  EXEC     V         17          3          1 31.01.2024 10:02:03 -",
		"PROFILE  EXEC     V         17          3          1 2024-01-31 10:02:03 - x",
		"PROFILE  EXECUTABLE  V      17          3          1 2024-01-31 10:02:03 -",
		"AUTHORS           DIR        1          -          - 2024-01-31 10:31:11 -",
		"Filename and so on",
	])("does not take %j for its own", (line) => {
		expect(read(line)).toBeUndefined();
	});

	it.each([" ", "A", "1", "1 ", "A ", "- ", "V "])("comes to an end with very many of %j", (piece) => {
		const rest = piece.repeat(200_000);
		for (const start of ["", "PROFILE  EXEC     V ", "AUTHORS DIR "]) expect(read(`${start}${rest}\0`)).toBeUndefined();
	});
});
