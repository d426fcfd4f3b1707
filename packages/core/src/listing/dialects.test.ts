import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultDialects } from "./dialects.ts";
import { utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

/** Lines in every form that a dialect has. Each must be read by that dialect, and by no other one. */
const samples: Readonly<Record<string, readonly string[]>> = {
	parseLocalUnixLine: [
		"-rw-r--r--    1 anna     www          4711 Jan 31 10:02 report.csv",
		"drwxr-xr-x+  2 anna staff 512 31 Jan  2024 in box",
		"lrwxrwxrwx 1 0 0 3 2024-01-31 10:02:03.000000000 +0100 l -> t",
		"crw-r----- 1 root kmem 0, 27 Jan 31  2024 mem",
		"-rw-r--r--   1 anna  www   4711  3月 2日 2003年 x",
		"-rw-r--r--   1 anna  www   4711 15 märz 10:02 x",
		"drwxrwxr-x   4 OMVSKERN SYS1        8192 Oct 19  2015 zos",
		"total 12",
	],
	parseDosLine: [
		"01-31-24  10:02AM       <DIR>          In Box",
		"01-31-24  10:02AM                 4711 report.csv",
		"01-31-2024  22:02   <SYMLINKD>     l [C:\\t]",
	],
	parseVmsLine: [
		"REPORT.CSV;12            9/16         31-JAN-2024 10:02:03  [STAFF,ANNA]           (RWED,RWED,RE,)",
		"ARCHIVE.DIR;1              1   1-FEB-2024 10:02:03.45",
		"A_VERY_LONG_NAME.REPORT;1\n                          36   4-FEB-2024 05:55 [STAFF,ANNA] (RWE,RWE,,)",
		"LOCKED.TXT;1  %RMS-E-PRV, insufficient privilege or file protection violation",
		"Directory DISK$USER:[STAFF.ANNA]",
		"Total of 11 files, 17 blocks.",
		"A_VERY_LONG_NAME.REPORT;1",
	],
	parseMvsLine: [
		"WORK01 3390   2024/01/31  1   15  FB      80 27920  PO  SOURCE.COBOL",
		"WORK01 3390   **NONE**    115807  NONE     0     0  PS  NEW",
		"Migrated                                                OLD.DATA",
		"ARCIVE Not Direct Access Device                         OLD.DATA",
		"                                                   VSAM ANNA.THINGS",
		"Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
	],
	parseMvsMemberLine: [
		" MAIN      01.03 2023/12/24 2024/01/31 10:02    29    11     7 ANNA",
		"EDITALT   005F48   000011 EDITOR   00 FO             RN RU            31    ANY",
		"NOSTATS                                                         ",
		" Name     VV.MM   Created       Changed      Size  Init   Mod   Id",
	],
	parseJesLine: [
		"ANNAJ    JOB01906 ANNA     OUTPUT A        RC=0000 3 spool files",
		"ANNA1     JOB01906  OUTPUT    3 Spool Files",
		"         001 JES2              H JESMSGLG      1206 ",
		"JOBNAME  JOBID    OWNER    STATUS CLASS",
		"--------",
	],
	parseVmCmsLine: [
		"PROFILE  EXEC     V         17          3          1 2024-01-31 10:02:03 ANN191",
		"MAIL     PROFILE   A2 F      80     1      1      10/14/92  16:12:27",
		"AUTHORS           DIR        -          -          - 2024-01-31 10:31:11 -",
	],
	parseEplfLine: ["+i83.29,m1706695323,r,s4711,up644,\treport one.csv", "+/,\tdev"],
	parseWftpLine: ["boot.exe       1014196  01/31/24  Wed.    10:20:03"],
	parseConnectEnterpriseLine: ["-AR-------TCP B anna    4711     5037 Jan 31 10:02 name", "Total Number Of Batches Listed:  2"],
	parseMacOsLine: ["-rw-r--r--     326     4711     5037 Jan 31  2024 name", "drwxr-xr-x     folder     2 Jan 31 10:02 name"],
	parseNetWareLine: ["d [RWCEAFMS] anna                 512 Jan 31 10:02 name", "- [R----F--] anna   4711 Jan 31  2024 name"],
	parseNonStopLine: [
		'REPORT        101             4711 31-Jan-24 10:02:03 155, 76 "nunu"',
		"File         Code             EOF  Last Modification    Owner  RWEP",
	],
	parseOs2Line: ["4711      A          01-31-24   10:02  name", "0 DIR       01-31-103   10:02  name"],
	parseOs400Line: [
		"QPGMR          4711 31.01.24 10:02:03 *STMF      name",
		"QPGMR                                 *MEM       SRC.FILE/MAIN.MBR",
	],
	parseOs9Line: ["20.20 24/01/31 1002 ----r-wr 3C0 4711 name", "Owner    Last modified  Attributes Sector Bytecount Name"],
	parseStratusLine: ["w      1  seq       24-01-31 10:02:03  name", "Files: 4  Blocks: 28"],
	parsePlainUnixLine: ["-rw-r--r--    1 0        0            4711 name", "0100644   500  101   4711    1706695323    name"],
	parseUnisysLine: ["REPORTS/DAILY          SEQDATA    4711 01/31/2024  10:02"],
	parseVShellLine: ["4711  Jan 31, 2024 10:02 name", "0  Jan 31, 2024 10:02 in box/"],
	parseVxWorksLine: [
		"4711    Jan-31-2024  10:02:03   name",
		"512    Jan-31-2024  10:02:03   name         <DIR>",
		"  size          date       time       name",
	],
};

/** What these read could also be written by Unix. So they come before it, or see only what it does not take. */
const nearUnix = new Set(["parseMacOsLine", "parsePlainUnixLine"]);

function readersOf(line: string): string[] {
	return defaultDialects.filter((dialect) => dialect(line, context) !== undefined).map((dialect) => dialect.name);
}

describe("the default dialects", () => {
	const known = defaultDialects.map((dialect) => [dialect.name] as const);

	it.each(known)("%s has lines of its own here", (name) => {
		expect(samples[name]?.length).toBeGreaterThan(0);
	});

	it.each(known.flatMap(([name]) => samples[name]?.map((line) => [name, line] as const) ?? []))("%s reads %j", (name, line) => {
		const [first, ...others] = readersOf(line);
		expect(first).toBe(name);
		if (!nearUnix.has(name)) expect(others).toEqual([]);
	});

	it.each([
		"report.csv",
		"In Box",
		"README;old",
		"ftpd: .: Permission denied",
		"type=file;size=12;modify=20240131100203; report.csv",
		"550 No files found",
		"Welcome to the FTP server of 1 January 2024",
		"A 4711 B",
		"*** 2024-01-31 10:02 backup ***",
	])("nobody reads %j", (line) => {
		expect(readersOf(line)).toEqual([]);
	});

	it("do not read each other's lines when these are cut, or parts of them repeated", () => {
		const lines = known.flatMap(([name]) => samples[name] ?? []);
		const line = fc.constantFrom(...lines);
		const position = fc.nat({ max: 90 });
		fc.assert(
			fc.property(line, line, position, position, (one, other, to, from) => {
				const readers = readersOf(one.slice(0, to) + other.slice(from)).filter((name) => !nearUnix.has(name));
				expect(readers.length).toBeLessThan(2);
			}),
			{ numRuns: 3000 },
		);
	});
});
