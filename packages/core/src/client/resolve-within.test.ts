import fc from "fast-check";
import { expect, test } from "vitest";
import { FTPUsageError } from "../errors/index.ts";
import { runs } from "../property-runs.ts";
import { anyCharacter } from "../property-text.ts";
import { resolveWithin } from "./resolve-within.ts";

test.each([
	["/users/anna", "a.txt", "/users/anna/a.txt"],
	["/users/anna", "", "/users/anna"],
	["/users/anna", ".", "/users/anna"],
	["/users/anna//", "a", "/users/anna/a"],
	["/users/anna", "./in//b/./c/", "/users/anna/in/b/c"],
	["/users/anna", "in/../out/b", "/users/anna/out/b"],
	["/users/anna", "in/..", "/users/anna"],
	["/", "a/b", "/a/b"],
	["/", "", "/"],
	["//", "a", "/a"],
	["in", "a", "in/a"],
	[".", "a", "./a"],
	[".", "", "."],
	["./", "a", "./a"],
	["~", "a", "~/a"],
	["/C:/ftp", "a", "/C:/ftp/a"],
	["C:/ftp/", "a", "C:/ftp/a"],
	[".", "-rf", "./-rf"],
	[".", "~root", "./~root"],
	["/in", "%2e%2e%2fetc", "/in/%2e%2e%2fetc"],
	["/in", " a ", "/in/ a "],
	["/in", "a.", "/in/a."],
	["/in", "..a", "/in/..a"],
	["/in", "a..b", "/in/a..b"],
	["/in", ".htaccess", "/in/.htaccess"],
	["/in", "日本/é", "/in/日本/é"],
	["/in", "1½ l", "/in/1½ l"],
	["/in", "a¥b", "/in/a¥b"],
	["/in", "*?[x]", "/in/*?[x]"],
])("in %j, %j is %j", (root, path, expected) => {
	expect(resolveWithin(root, path)).toBe(expected);
});

test.each([
	["up", ".."],
	["up and in again", "../anna/a.txt"],
	["up in the middle", "in/../../a"],
	["up by what a filter leaves", "....//a"],
	["dots with a blank", ".. /a"],
	["dots with a dot", ".../a"],
	["nothing but a blank", "a/ /b"],
	["an absolute path", "/etc/passwd"],
	["an absolute path to where it is", "/users/anna/a"],
	["two slashes", "//server/share"],
	["backslashes", "in\\..\\..\\a"],
	["one backslash", "a\\b"],
	["a share", "\\\\server\\share"],
	["a drive", "C:\\x"],
	["a place on a drive", "c:x"],
	["a drive behind a slash", "a/C:/x"],
	["full-width dots and slash", "．．／a"],
	["full-width dots", "．．/a"],
	["a two dot leader", "‥/a"],
	["an ellipsis", "…/a"],
	["a yen sign for a backslash", "..¥..¥a"],
	["a division slash", "..∕a"],
	["a full-width drive", "Ｃ：x"],
	["NUL", "a\0b"],
	["a device of Windows's", "a/NUL"],
	["a line end", "a\r\nDELE b"],
	["a line end of Unicode's", "a\u2028b"],
	["DEL", "a\x7f"],
	["a control character of Latin-1", "a\u0085"],
	["half a surrogate pair", "\ud800"],
	["the other half", "a/\udc80"],
	["a bidirectional override", "a\u202etxt.exe"],
	["a number", 5],
	["nothing", undefined],
	["null", null],
	["an array", [".."]],
])("%s is refused", (_, path) => {
	for (const root of ["/users/anna", "/", ".", "in"]) {
		const attempt = (): string => resolveWithin(root, path as string);
		expect(attempt).toThrow(FTPUsageError);
		expect(attempt).toThrow(expect.objectContaining({ code: "BAD_ARGUMENT" }));
	}
});

test.each([
	[""],
	["/users/.."],
	["../in"],
	["/users/．．"],
	["/users\\.."],
	["/in\r\nDELE x"],
	["/in\0"],
	[5],
	[undefined],
	[null],
])("%j is no root", (root) => {
	expect(() => resolveWithin(root as string, "a")).toThrow(FTPUsageError);
});

/** What Windows makes of a name: nothing of the dots and blanks at its end. */
const onWindows = (name: string): string => (/^\.\.? *$/.test(name) ? name.trimEnd() : name.replace(/[. ]+$/, ""));

/** How servers may read a path: what stands for their separator, and what they make of a name. */
const readings: readonly ((path: string) => string[])[] = [
	(path) => path.split("/"),
	(path) => path.split(/[/\\]/).map(onWindows),
	// With a file system that puts ordinary characters for their look-alikes, and yen and won signs for backslashes.
	(path) =>
		path
			.normalize("NFKC")
			.split(/[/\\¥₩⁄∕∖]/)
			.map(onWindows),
];

/** Where a walk along the names leads, and whether it ever was outside of the directory of the first `inside` steps. */
function walk(names: readonly string[], inside: number): boolean {
	const place: string[] = [];
	let steps = 0;
	for (const name of names) {
		steps += 1;
		if (name === "..") place.pop();
		else if (name !== "" && name !== ".") place.push(name);
		if (steps > inside && place.length < names.slice(0, inside).filter((part) => part !== "" && part !== ".").length)
			return false;
	}
	return true;
}

const piece: fc.Arbitrary<string> = fc.oneof(
	fc.constantFrom(
		"..",
		".",
		"/",
		"/",
		"\\",
		"a",
		"b",
		" ",
		"~",
		"-",
		"C:",
		"．",
		"／",
		"‥",
		"…",
		"¥",
		"₩",
		"∕",
		"∖",
		"%2e",
		"\0",
		"\n",
	),
	fc.string({ unit: anyCharacter, maxLength: 3 }),
);
const anyPath: fc.Arbitrary<string> = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

test("whatever is given, the result is in its directory however a server reads it, or it is refused", () => {
	fc.assert(
		fc.property(fc.constantFrom("/", "/users/anna", "/in/", "in", ".", "~", "/C:/ftp"), anyPath, (root, path) => {
			let result: string;
			try {
				result = resolveWithin(root, path);
			} catch (error) {
				expect(error).toBeInstanceOf(FTPUsageError);
				return;
			}
			const bare = root.length > 1 ? root.replace(/\/$/, "") : root;
			const isRoot = result === bare;
			const start = bare === "/" ? "/" : `${bare}/`;
			expect(isRoot || result.startsWith(start)).toBe(true);
			// Nothing in it can be a line end, or move a walk anywhere but down.
			expect(result).not.toMatch(/[\p{Cc}\p{Cs}\\]/u);
			for (const read of readings) expect(walk(read(result), read(bare).length)).toBe(true);
			const below = isRoot ? [] : result.slice(start.length).split("/");
			for (const name of below) expect(["", ".", ".."]).not.toContain(name);
			// A second time nothing changes.
			expect(resolveWithin(root, below.join("/"))).toBe(result);
		}),
		{ numRuns: runs(1000) },
	);
});

test("plain names come as they are", () => {
	const name = fc.stringMatching(/^[\w-][\w .,;()+=@#~-]{1,10}$/);
	fc.assert(
		fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
			expect(resolveWithin("/in", names.join("/"))).toBe(`/in/${names.join("/")}`);
		}),
		{ numRuns: runs(500) },
	);
});

test("a path of a megabyte is no trouble", () => {
	expect(resolveWithin("/in", "a/".repeat(500_000))).toHaveLength(1_000_003);
	expect(() => resolveWithin("/in", "../".repeat(300_000))).toThrow(FTPUsageError);
});
