import { describe, expect, it } from "vitest";
import { parseJesLine } from "./jes.ts";

describe("parseJesLine", () => {
	it("reads a job, whose name is what RETR takes", () => {
		const line = "ANNAJ    JOB01906 ANNA     OUTPUT A        RC=0000 3 spool files ";
		expect(parseJesLine(line)).toEqual({
			name: "JOB01906",
			type: "file",
			owner: "ANNA",
			facts: { jobname: "ANNAJ", status: "OUTPUT", class: "A", result: "RC=0000", files: "3" },
			raw: line,
		});
	});

	it.each([
		["ANNA1     JOB01906  OUTPUT    3 Spool Files", undefined, { jobname: "ANNA1", status: "OUTPUT", files: "3" }],
		[
			"ANNA      TSU01830 ANNA     OUTPUT TSU      ABEND=522 1 spool file",
			"ANNA",
			{ class: "TSU", result: "ABEND=522", files: "1" },
		],
		["ANNA      JOB00256 ANNA     OUTPUT A        (JCL error) 2 spool files", "ANNA", { result: "(JCL error)", files: "2" }],
		["ANNA      JOB00256 ANNA     OUTPUT A        ABEND S0C4", "ANNA", { result: "ABEND S0C4" }],
		["TCPIP    STC40321 SYSTASK  ACTIVE STC", "SYSTASK", { status: "ACTIVE", class: "STC" }],
		["ANNA     J0012345 ANNA     INPUT  A        -HELD-", "ANNA", { status: "INPUT", result: "-HELD-" }],
		["ANNA     JOB02094 ANNA     INPUT  A", "ANNA", { status: "INPUT", class: "A" }],
	])("reads %j", (line, owner, facts) => {
		const entry = parseJesLine(line);
		expect(entry).toMatchObject({ name: /[JST]\w{2}\d{5}|J\d{7}/.exec(line)?.[0], type: "file", facts });
		expect(typeof entry === "object" ? entry.owner : "none").toBe(owner);
	});

	it.each([
		["         001 JES2              H JESMSGLG      1206 ", { stepname: "JES2", c: "H", ddname: "JESMSGLG", count: "1206" }],
		["         004 RUN      JAVAJVM  K STDOUT       22258 ", { stepname: "RUN", procstep: "JAVAJVM", ddname: "STDOUT" }],
		["         002 STEP2       N/A   A SYSPRINT       251", { procstep: "N/A", c: "A" }],
	])("reads the spool file %j, whose count may be of bytes or of records", (line, facts) => {
		expect(parseJesLine(line)).toMatchObject({ name: line.slice(9, 12), type: "file", facts, raw: line });
		expect(parseJesLine(line)).not.toHaveProperty("size");
	});

	it.each([
		"JOBNAME  JOBID    OWNER    STATUS CLASS",
		"--------",
		"--------  ",
		"         ID  STEPNAME PROCSTEP C DDNAME   BYTE-COUNT ",
		"         ID  STEPNAME PROCSTEP C DDNAME   REC-COUNT COMMENT",
		"         STEPNAME ++++++++ PROCNAME     ANNA",
		"         CPUTIME     0.000 ELAPSED TIME 158321.355",
		"5 spool files ",
	])("%j names nothing that can be retrieved", (line) => {
		expect(parseJesLine(line)).toBe("nothing");
	});

	it.each([
		"",
		"JOB01906",
		"ANNAJ    JOB01906",
		"ANNAJ    JOB1 ANNA     OUTPUT A",
		"ANNAJ    JOB01906 ANNA     DONE   A",
		"001 JES2              H JESMSGLG      1206",
		"         001 JES2              HH JESMSGLG      1206",
		"         001 JES2              H JESMSGLG",
		"     123      A    01-31-103   10:02  X",
		"-------",
		"---------",
		"spool files",
	])("does not take %j for its own", (line) => {
		expect(parseJesLine(line)).toBeUndefined();
	});

	it.each([" ", "A", "1", "1 ", "A ", "-", "RC=0 ", "3 spool files "])("comes to an end with very many of %j", (piece) => {
		const rest = piece.repeat(200_000);
		for (const start of ["", "ANNAJ    JOB01906 ANNA     OUTPUT", "         001 JES2 ", "JOBNAMES ", "STEPNAME x"])
			expect(parseJesLine(`${start}${rest}\0`)).toBeUndefined();
	});
});
