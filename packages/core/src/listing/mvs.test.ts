import { describe, expect, it } from "vitest";
import { parseMvsLine } from "./mvs.ts";

describe("parseMvsLine", () => {
	it("reads a sequential data set", () => {
		const line = "WORK01 3390   2024/01/31  1   15  FB      80 27920  PS    REPORTS.DAILY.CSV";
		expect(parseMvsLine(line)).toEqual({
			name: "REPORTS.DAILY.CSV",
			type: "file",
			facts: {
				volume: "WORK01",
				unit: "3390",
				referred: "2024/01/31",
				ext: "1",
				used: "15",
				recfm: "FB",
				lrecl: "80",
				blksz: "27920",
				dsorg: "PS",
			},
			raw: line,
		});
	});

	it.each([
		["PS", "file"],
		["PS-L", "file"],
		["PS-E", "file"],
		["PSU", "file"],
		["DA", "file"],
		["PO", "directory"],
		["PO-E", "directory"],
		["POU", "directory"],
		["VS", "unknown"],
		["??", "unknown"],
	])("Dsorg %s is a %s", (dsorg, type) => {
		const line = `WORK01 3390   2024/01/31  1    1  VBA    133 27930  ${dsorg}  'ANNA.SOURCE'`;
		expect(parseMvsLine(line)).toMatchObject({ name: "'ANNA.SOURCE'", type, facts: { dsorg } });
	});

	it.each([
		["  1    1", "1", "1"],
		[" 12   34", "12", "34"],
		["  115807", "1", "15807"],
		[" 1215807", "12", "15807"],
		["  1+++++", "1", "+++++"],
	])("%j are extents and tracks", (columns, ext, used) => {
		const line = `WORK01 3390   2024/01/31${columns}  U      0  6144  PS  X`;
		expect(parseMvsLine(line)).toMatchObject({ name: "X", facts: { ext, used, recfm: "U", lrecl: "0" } });
	});

	it.each([
		["a data set that was never used", "WORK01 3390   **NONE**    1   15  NONE     0     0  PO  NEW.LIBRARY", "directory"],
		["no unit, as LISTLEVEL 2 has it", "WORK01 2024/01/31   1     123456  FB      80 27920  PS  LARGE.FILE", "file"],
		["an old server's date", "WORK01 3380   06/23/99  1    1  FB     128  6144  PS  OLD.FILE", "file"],
		["a tape with attributes", "V43525 Tape   2024/01/31  1    1  FB     128  6144  PS  TAPE.FILE", "file"],
	])("reads %s", (_, line, type) => {
		expect(parseMvsLine(line)).toMatchObject({ name: line.slice(line.lastIndexOf(" ") + 1), type, raw: line });
	});

	it.each([
		["Migrated", "unknown"],
		["Pseudo Directory", "directory"],
		["ARCIVE Not Direct Access Device", "unknown"],
		["WORK01 Not Mounted", "unknown"],
		["WORK01 3390   Error determining attributes", "unknown"],
		["Error determining attributes", "unknown"],
		["User catalog connector", "unknown"],
		["V43525 Tape", "file"],
	])("%s: the type is %s", (words, type) => {
		const line = `${words.padEnd(56)}ANNA.OLD.DATA`;
		const status = words.replace(/^(?:ARCIVE|WORK01(?: 3390)?|V43525) +/, "");
		expect(parseMvsLine(line)).toMatchObject({ name: "ANNA.OLD.DATA", type, facts: { status }, raw: line });
		expect(parseMvsLine(line)).not.toHaveProperty("size");
	});

	it("keeps the volume of what cannot be read now", () => {
		const facts = { volume: "ARCIVE", status: "Not Direct Access Device" };
		expect(parseMvsLine("ARCIVE Not Direct Access Device                           ANNA.OLD")).toMatchObject({ facts });
	});

	it.each(["VSAM", "GDG", "PATH", "AIX"])("%s has no attributes", (kind) => {
		expect(parseMvsLine(`${" ".repeat(51)}${kind} ANNA.THINGS`)).toMatchObject({
			name: "ANNA.THINGS",
			type: "unknown",
			facts: { status: kind },
		});
		expect(parseMvsLine(`WORK01 3390${" ".repeat(40)}${kind} ANNA.THINGS`)).toMatchObject({
			name: "ANNA.THINGS",
			facts: { volume: "WORK01", unit: "3390", status: kind },
		});
	});

	it.each([
		"Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
		"Volume Referred  Ext       Used Recfm Lrecl BlkSz Dsorg Dsname",
		"Volume Unit    Date  Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
	])("%j is a heading", (line) => {
		expect(parseMvsLine(line)).toBe("nothing");
	});

	it.each([
		"",
		"ANNA.DATA",
		"Migrated",
		"Migrated ANNA",
		"MigratedANNA.OLD.DATA",
		"Pseudo Directory of Anna",
		"VSAM ANNA.THINGS",
		"WORK01 3390   2024/01/31  1   15  FB      80 27920  PS",
		"WORK01 3390   2024/01/31  1   15  FB      80 27920  X",
		"WORK01 3390   2024/01/31  1   FB      80 27920  PS  X",
		"WORK01 3390   2024-01-31  1   15  FB      80 27920  PS  X",
		"WORK01339024/01/311VB2799427998PSANNA.DATA",
		"Volume Unit",
		"2024-01-31 10:02 3390 PS",
	])("does not take %j for its own", (line) => {
		expect(parseMvsLine(line)).toBeUndefined();
	});

	it.each([" ", "A", "1", "1 ", "+", "WORK01 ", "Migrated ", "Volume ", "1 2024/01/31 "])(
		"comes to an end with very many of %j",
		(piece) => {
			const rest = piece.repeat(200_000);
			for (const start of [
				"",
				"WORK01 3390   2024/01/31",
				"WORK01 3390   2024/01/31  1   15  FB      80 27920  PS  X",
				"Migrated",
			])
				expect(["undefined", "object"]).toContain(typeof parseMvsLine(`${start}${rest}\0 \0`));
		},
	);
});
