import { describe, expect, test } from "vitest";
import { parseDosLine } from "./dos.ts";
import { parseEplfLine } from "./eplf.ts";
import { parseMacOsLine } from "./mac-os.ts";
import { parseOs400Line } from "./os400.ts";
import { parseLocalUnixLine } from "./unix-local.ts";
import { parseVmsLine } from "./vms.ts";
import { parseVShellLine } from "./vshell.ts";
import { parseVxWorksLine } from "./vxworks.ts";
import { utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("what nearly marks a directory or a link does not", () => {
	test("DOS: a bracket that is not closed is in the name", () => {
		const line = "01-31-24  10:02AM       <SYMLINK>      a [b";
		expect(parseDosLine(line, context)).toMatchObject({ type: "symlink", name: "a [b" });
		expect(parseDosLine(line, context)).not.toHaveProperty("linkTarget");
		expect(parseDosLine(`${line}]`, context)).toMatchObject({ name: "a", linkTarget: "b" });
	});

	test("VMS: only the type .DIR, and only its first version", () => {
		expect(parseVmsLine("A.DIR;1   1  31-JAN-2024 10:02:03", context)).toMatchObject({ type: "directory", name: "A" });
		expect(parseVmsLine("A.DIRX;1  1  31-JAN-2024 10:02:03", context)).toMatchObject({ type: "file", name: "A.DIRX" });
		expect(parseVmsLine("A.DIR;2   1  31-JAN-2024 10:02:03", context)).toMatchObject({ type: "file", name: "A.DIR" });
	});

	test("VxWorks: <DIR> at the end, behind a blank", () => {
		const line = (name: string): string => `     4711    Jan-31-2024  10:02:03   ${name}`;
		expect(parseVxWorksLine(line("a <DIR>"), context)).toMatchObject({ type: "directory", name: "a" });
		expect(parseVxWorksLine(line("a <DIR> b"), context)).toMatchObject({ type: "file", name: "a <DIR> b" });
		expect(parseVxWorksLine(line("a<DIR>"), context)).toMatchObject({ type: "file", name: "a<DIR>" });
	});

	test("VShell: a slash says it only where no permissions do", () => {
		expect(parseVShellLine("4711  Jan 31, 2024 10:02 a/", context)).toMatchObject({ type: "directory", name: "a" });
		const later = "-rw-r--r--    1 anna www   4711 Jan 31, 2024 10:02 a/";
		expect(parseVShellLine(later, context)).toMatchObject({ type: "file", name: "a/" });
	});

	test.each([
		["*DIR", "directory"],
		["*DIRX", "unknown"],
		["*DDIR", "directory"],
		["*LIB", "directory"],
		["*LIBX", "unknown"],
		["*FLR", "directory"],
		["*FILE", "file"],
		["*FILES", "unknown"],
		["*DOC", "file"],
		["*DOCS", "unknown"],
		["*SYMLNK", "symlink"],
		["*PGM", "unknown"],
	])("OS/400: %s", (object, type) => {
		expect(parseOs400Line(`ANNA             4711 31.01.24 10:02:03 ${object.padEnd(10)} name`, context)).toMatchObject({
			type,
			name: "name",
		});
	});
});

test("a Mac's line begins with permissions, all ten characters of them", () => {
	const rest = "     326     4711     5037 Jan 31  2024 name";
	expect(parseMacOsLine(`-rw-r--r--${rest}`, context)).toMatchObject({ type: "file", size: 5037 });
	for (const mode of ["-rw-r--r-?", "xrw-r--r--", "permission"]) expect(parseMacOsLine(mode + rest, context)).toBeUndefined();
});

test("EPLF: the first moment of all is one, and one before it is none", () => {
	expect(parseEplfLine("+m0,r,s1,\tname")).toMatchObject({ modifiedAt: new Date(0) });
	expect(parseEplfLine("+m-1,r,s1,\tname")).not.toHaveProperty("modifiedAt");
});

test("Unix: the month comes first wherever it can, so the twelfth is one", () => {
	const line = (date: string): string => `-rw-r--r--   1 anna     www          4711 ${date} 10:02 name`;
	expect(parseLocalUnixLine(line("12/11/2024"), context)).toMatchObject({ modifiedAt: new Date("2024-12-11T10:02:00Z") });
	expect(parseLocalUnixLine(line("13/11/2024"), context)).toMatchObject({ modifiedAt: new Date("2024-11-13T10:02:00Z") });
});

test("OS/400: a day that is one ahead of our clock is believed, and no later one", () => {
	const line = (date: string): string => `ANNA             4711 ${date} 10:02:03 *STMF      name`;
	const noon = { ...context, now: Date.parse("2025-06-12T00:00:00Z") };
	expect(parseOs400Line(line("13/06/25"), noon)).toMatchObject({ modifiedAt: new Date("2025-06-13T10:02:03Z") });
	expect(parseOs400Line(line("14/06/25"), noon)).not.toMatchObject({ modifiedAt: new Date("2025-06-14T10:02:03Z") });
});
