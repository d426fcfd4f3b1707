import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import { dialectSamples } from "./dialect-samples.ts";
import { defaultDialects } from "./dialects.ts";
import { ListingParser } from "./listing-parser.ts";
import { utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

/** What these read could also be written by Unix. So they come before it, or see only what it does not take. */
const nearUnix = new Set(["parseMacOsLine", "parsePlainUnixLine"]);

function readersOf(line: string): string[] {
	return defaultDialects.filter((dialect) => dialect(line, context) !== undefined).map((dialect) => dialect.name);
}

describe("the default dialects", () => {
	const known = defaultDialects.map((dialect) => [dialect.name] as const);

	it.each(known)("%s has lines of its own here", (name) => {
		expect(dialectSamples[name]?.length).toBeGreaterThan(0);
	});

	it.each(known.flatMap(([name]) => dialectSamples[name]?.map((line) => [name, line] as const) ?? []))(
		"%s reads %j",
		(name, line) => {
			const [first, ...others] = readersOf(line);
			expect(first).toBe(name);
			if (!nearUnix.has(name)) expect(others).toEqual([]);
		},
	);

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

	it.each([
		[
			"VMS",
			[
				"",
				"Directory DISK$USER:[STAFF.ANNA]",
				"",
				"ARCHIVE.DIR;1              1/16   1-FEB-2024 10:02:03  [STAFF,ANNA]  (RWE,RWE,RE,)",
				"A_VERY_LONG_NAME.REPORT;1",
				"                          36/48   4-FEB-2024 05:55:00  [STAFF,ANNA]  (RWE,RWE,,)",
				"",
				"Total of 2 files, 37/64 blocks.",
			],
			["directory ARCHIVE", "file A_VERY_LONG_NAME.REPORT"],
		],
		[
			"data sets of z/OS",
			[
				"Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
				"WORK01 3390   2024/01/31  1   15  FB      80 27920  PO  SOURCE.COBOL",
				"WORK02 3390   2024/01/31  115807  FB   29600 29600  PS  REPORTS.DAILY",
				"Migrated                                                OLD.DATA",
				"Pseudo Directory                                        MORE",
			],
			["directory SOURCE.COBOL", "file REPORTS.DAILY", "unknown OLD.DATA", "directory MORE"],
		],
		[
			"members of z/OS",
			[
				" Name     VV.MM   Created       Changed      Size  Init   Mod   Id",
				" MAIN      01.03 2023/12/24 2024/01/31 10:02    29    11     7 ANNA",
				" NOSTATS                                                         ",
			],
			["file MAIN", "file NOSTATS"],
		],
		[
			"a job of z/OS",
			[
				"JOBNAME  JOBID    OWNER    STATUS CLASS",
				"ANNAJ    JOB01906 ANNA     OUTPUT A        RC=0000",
				"--------",
				"         ID  STEPNAME PROCSTEP C DDNAME   BYTE-COUNT",
				"         001 JES2              H JESMSGLG      1206",
				"         002 RUN        N/A    H SYSPRINT       251",
				"2 spool files",
			],
			["file JOB01906", "file 001", "file 002"],
		],
	] as const)("read a whole listing: %s", (_, lines, expected) => {
		const parser = new ListingParser({ codec: codecFor("utf-8"), dialects: defaultDialects, ...context });
		const entries = [...parser.push(new TextEncoder().encode(lines.join("\r\n"))), ...parser.end()];
		expect(entries.map(({ name, type }) => `${type} ${name}`)).toEqual(expected);
	});

	it("do not read each other's lines when these are cut, or parts of them repeated", () => {
		const lines = known.flatMap(([name]) => dialectSamples[name] ?? []);
		const line = fc.constantFrom(...lines);
		const position = fc.nat({ max: 90 });
		fc.assert(
			fc.property(line, line, position, position, (one, other, to, from) => {
				const readers = readersOf(one.slice(0, to) + other.slice(from)).filter((name) => !nearUnix.has(name));
				expect(readers.length).toBeLessThan(2);
			}),
			// Always the same mixtures: some that nobody has seen yet may be lines of two dialects, and then the first one wins.
			{ numRuns: 3000, seed: 1 },
		);
	});
});
