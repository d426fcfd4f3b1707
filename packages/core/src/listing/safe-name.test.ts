import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../property-runs.ts";
import { anyCharacter } from "../property-text.ts";
import { isSafeName } from "./safe-name.ts";

describe("isSafeName", () => {
	it.each([
		"a",
		"report.csv",
		".profile",
		"..data",
		"a..b",
		" leading",
		"two words ",
		"a;b=c",
		"Ärger.txt",
		"試験.csv",
		"😀",
		"12:30.txt",
		"note: b",
		"-rf",
		"*?[x]",
		"€",
		"שלום",
		"contents",
		"console.log",
		"auxiliary.c",
		"null",
		"com.txt",
		"COM10",
		"a.con",
		"con-1",
		"conin",
	])("%j may be joined to a folder", (name) => {
		expect(isSafeName(name)).toBe(true);
	});

	it.each([
		"",
		".",
		"..",
		"...",
		".. ",
		" ..",
		" ",
		"/",
		"/etc/passwd",
		"a/b",
		"../x",
		"a\\b",
		"..\\x",
		"C:",
		"c:x",
		"C:\\x",
		"a\0b",
		"a\nb",
		"a\rb",
		"tab\there",
		"\u001b[2J",
		"\u007f",
		"\u0085",
		"a\u2028b",
		"a\u2029b",
		"gpj.\u202eexe",
		"a\u2066b",
		"a\u200fb",
		"\ud800",
		"a\udc00b",
		"CON",
		"con",
		"Aux.c",
		"NUL",
		"nul.tar.gz",
		"PRN:",
		"COM1",
		"com¹.txt",
		"LPT9 .txt",
		"CONIN$",
		"conout$.",
		"aux ",
	])("86, 93: %j may not", (name) => {
		expect(isSafeName(name)).toBe(false);
	});

	it("86, 93: says no to anything with a separator or a control character in it", () => {
		const harmful = fc.constantFrom("/", "\\", "\0", "\n", "\u009b", "\u202e");
		fc.assert(
			fc.property(fc.string({ unit: anyCharacter }), harmful, fc.string({ unit: anyCharacter }), (before, bad, after) => {
				expect(isSafeName(before + bad + after)).toBe(false);
			}),
			{ numRuns: runs(100) },
		);
	});

	it("answers for a name of any length", () => {
		expect(isSafeName(". ".repeat(100_000))).toBe(false);
		expect(isSafeName(`${". ".repeat(100_000)}x`)).toBe(true);
	});
});
