import { describe, expect, it } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import { ListingParser } from "./listing-parser.ts";
import { parseVmsLine } from "./vms.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };
const read = (line: string): unknown => parseVmsLine(line, context);

describe("parseVmsLine", () => {
	it("reads a file with all that DIRECTORY can tell", () => {
		const line = "REPORT.CSV;12            9/16         31-JAN-2024 10:02:03  [STAFF,ANNA]           (RWED,RWED,RE,)";
		expect(read(line)).toEqual({
			name: "REPORT.CSV",
			type: "file",
			modifiedAt: new Date("2024-01-31T10:02:03Z"),
			modifiedAtPrecision: "second",
			permissions: "RWED,RWED,RE,",
			owner: "ANNA",
			group: "STAFF",
			facts: { version: "12", blocks: "9", allocated: "16" },
			raw: line,
		});
	});

	it("reads a directory, whose name has no `.DIR;1`", () => {
		const line = "Archive.DIR;1              1   1-FEB-2024 10:02:03.45";
		expect(read(line)).toEqual({
			name: "Archive",
			type: "directory",
			modifiedAt: new Date("2024-02-01T10:02:03.450Z"),
			modifiedAtPrecision: "millisecond",
			facts: { version: "1", blocks: "1" },
			raw: line,
		});
	});

	it.each([
		["A.;2", "A.", "file"],
		[".WELCOME;1", ".WELCOME", "file"],
		["plain;1", "plain", "file"],
		["$MAIN.TPU$JOURNAL;32767", "$MAIN.TPU$JOURNAL", "file"],
		["OLD.DIR;2", "OLD.DIR", "file"],
		["old.dir;1", "old", "directory"],
		[".DIR;1", ".DIR", "file"],
		["two^ words.txt;1", "two^ words.txt", "file"],
		["semi^;5.txt;1", "semi^;5.txt", "file"],
		["[STAFF.ANNA]REPORT.CSV;1", "[STAFF.ANNA]REPORT.CSV", "file"],
	])("%j is called %j, a %s", (spec, name, type) => {
		expect(read(`${spec}   3  31-JAN-2024 10:02`)).toMatchObject({ name, type, modifiedAtPrecision: "minute" });
	});

	it.each([
		["[STAFF,ANNA]", "ANNA", "STAFF"],
		["[ANNA]", "ANNA", undefined],
		["[200,201]", "201", "200"],
		["[LONG_GROUP,LONG_ACCOU                ", "LONG_ACCOU", "LONG_GROUP"],
		["ANNA", "ANNA", undefined],
		["[]", undefined, undefined],
		["[,ANNA]", "ANNA", undefined],
	])("the owner of %j", (uic, owner, group) => {
		const entry = read(`X.Y;1  3/4  31-JAN-2024 10:02  ${uic}  (RWE,,,)`) as { owner?: string; group?: string };
		expect(entry).toMatchObject({ name: "X.Y", permissions: "RWE,,,", facts: { blocks: "3", allocated: "4" } });
		expect(entry.owner).toBe(owner);
		expect(entry.group).toBe(group);
	});

	it("says nothing about bytes but that no block has none", () => {
		expect(read("LOG.TXT;1   0  31-JAN-2024 10:02")).toMatchObject({ size: 0 });
		expect(read("LOG.TXT;1   0/16  31-JAN-2024 10:02")).toMatchObject({ size: 0 });
		expect(read("LOG.TXT;1   1  31-JAN-2024 10:02")).not.toHaveProperty("size");
		expect(read("D.DIR;1   0  31-JAN-2024 10:02")).not.toHaveProperty("size");
		expect(read("BIG.ISO;2        ******  31-JAN-2024 10:02")).toMatchObject({ name: "BIG.ISO", facts: { version: "2" } });
		expect(read("BIG.ISO;2        ******  31-JAN-2024 10:02")).not.toHaveProperty("size");
	});

	it("takes the time to be the server's", () => {
		expect(parseVmsLine("A.B;1 3 31-jan-2024 10:02", { ...context, zone: fixedZone(60) })).toMatchObject({
			modifiedAt: new Date("2024-01-31T09:02:00Z"),
		});
		expect(read("A.B;1  2/8    7-JAN-2000    [ANNA]   (RWED,RWED,RE,)")).toMatchObject({
			modifiedAt: new Date("2000-01-07T00:00:00Z"),
			modifiedAtPrecision: "day",
		});
	});

	it.each(["31-FEB-2024", "15-JUI-2024", "00-JAN-2024"])("%s is no date, but the rest holds", (date) => {
		const entry = read(`A.B;1  3  ${date} 10:02`);
		expect(entry).toMatchObject({ name: "A.B" });
		expect(entry).not.toHaveProperty("modifiedAt");
	});

	it.each([
		"LOCKED.TXT;1  %RMS-E-PRV, insufficient privilege or file protection violation",
		"LOCKED.TXT;1  <%SYSTEM-F-NOPRIV, insufficient privilege or object protection violation>",
		"LOCKED.TXT;1\n       <%SYSTEM-F-NOPRIV, insufficient privilege or object protection violation>",
		"LOCKED.TXT;1\tNo privilege for attempted operation",
		"LOCKED.TXT;1\tInsufficient privilege",
	])("%j is there, but more is not told", (line) => {
		expect(read(line)).toEqual({ name: "LOCKED.TXT", type: "file", facts: { version: "1" }, raw: line });
	});

	it("reads a name that fills its column, and the rest on the next line", () => {
		const listing = [
			"",
			"Directory DISK$USER:[STAFF.ANNA]",
			"",
			"A_VERY_LONG_NAME_INDEED.REPORT;1",
			"                          36   4-FEB-2024 05:55 [STAFF,ANNA] (RWE,RWE,,)",
			"LONG_AND_UNREADABLE_NAME.REPORT;2",
			"      %RMS-E-PRV, insufficient privilege or file protection violation",
			"ALONE.TXT;1",
			"SHORT.TXT;1                2   4-FEB-2024 05:56",
			"000000.DIR;1               1   4-FEB-2024 05:56",
			"",
			"Total of 4 files, 38 blocks.",
		].join("\r\n");
		const parser = new ListingParser({ codec: codecFor("utf-8"), dialects: [parseVmsLine], ...context });
		const entries = [...parser.push(new TextEncoder().encode(listing)), ...parser.end()];
		expect(entries.map(({ name, type }) => `${type} ${name}`)).toEqual([
			"file A_VERY_LONG_NAME_INDEED.REPORT",
			"file LONG_AND_UNREADABLE_NAME.REPORT",
			"unknown ALONE.TXT;1",
			"file SHORT.TXT",
		]);
		expect(entries[0]?.modifiedAt).toEqual(new Date("2024-02-04T05:55:00Z"));
		expect(entries[0]?.raw).toBe(
			"A_VERY_LONG_NAME_INDEED.REPORT;1\n                          36   4-FEB-2024 05:55 [STAFF,ANNA] (RWE,RWE,,)",
		);
	});

	it.each([
		"Directory ANONYMOUS_ROOT:[000000]",
		"Directory SYS$SYSDEVICE:[ANONYMOUS]  ",
		"EISNER$DRA3:[STAFF.ANNA]",
		"Total of 11 files, 17 blocks.",
		"Total of 43 blocks in 8 files.",
		"Total of 6 Files, 12/96 Blocks.",
		"Total of 1 file.",
		"Total 14 files",
		"Grand total of 3 directories, 13 files, 59 blocks.",
		"Total of 0 blocks in 0 files in 0 directories.",
		"%DIRECT-W-NOFILES, no files found",
		"000000.DIR;1   1  31-JAN-2024 10:02",
	])("%j names no file", (line) => {
		expect(read(line)).toBe("nothing");
	});

	it.each(["A.B;1", "A.B;1  ", "A;1"])("%j may go on in the next line", (line) => {
		expect(read(line)).toBe("continued");
	});

	it.each([
		"",
		"x",
		"A.B;",
		"A.B; 1   3 31-JAN-2024 10:02",
		"A.B;x   3 31-JAN-2024 10:02",
		"A.B;1   a/3 31-JAN-2024 10:02",
		"A.B;1   3 JAN-31-2024 10:02",
		"A.B;1   3 31-JAN-24 10:02",
		"A.B;1   3 31-JAN-2024 10:02 PM  [A,B] (RWE,,,)",
		"A.B;1   3 31-JAN-2024 10:02  [A,B] (RWE2,,,)",
		"A B.C;1   3 31-JAN-2024 10:02",
		"A.B;1 has no more",
		"Directory of nothing",
		"[ANNA]",
		"Total 12",
		"total 12 files",
		"total 12",
		"-rw-r--r-- 1 anna www 3 Jan 31 2024 A.B;1",
		"type=file;size=3; A.B;1",
	])("does not take %j for its own", (line) => {
		expect(read(line)).toBeUndefined();
	});

	it.each([" ", "A", ";", ";1 ", "^", "1/", "[", ",", "(", "\n", "*", "A.B;1 3 31-JAN-2024 "])(
		"comes to an end with very many of %j",
		(piece) => {
			const rest = piece.repeat(200_000);
			for (const start of [
				"",
				"A.B;1",
				"A.B;1 3 31-JAN-2024",
				"A.B;1 3 31-JAN-2024 10:02 [A",
				"Total of 3 files",
				"Directory A:[",
			])
				expect(["undefined", "string", "object"]).toContain(typeof read(`${start}${rest}\0`));
		},
	);
});
