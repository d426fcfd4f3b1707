import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { partName } from "../part-name.ts";
import { folder } from "../test-support/folder.ts";
import { ignoresCase } from "./ignores-case.ts";
import { refusalOf } from "./names.ts";

const everywhere = ["", ".", "..", "a/b", "a\0b", "\ud800", "x".repeat(256), partName("a", "1"), partName("a")];
const onWindows = ["con", "NUL.txt", "COM1", "a.", "a ", "a:b", "C:x", "a*", "a?", "a|b", "<a>", 'a"', "a\\b", "a\tb", "..."];
const nowhere = ["a", "A b.txt", ".hidden", "\u65e5\u672c\u8a9e", "\u{1f600}", "x".repeat(255), "console", ".a.part"];

test("names are refused where the system cannot hold them, in words", () => {
	for (const platform of ["linux", "darwin", "win32"] as const) {
		for (const name of everywhere) expect(refusalOf(name, platform), `${platform} ${JSON.stringify(name)}`).toMatch(/^\w.* /);
		for (const name of nowhere) expect(refusalOf(name, platform), `${platform} ${name}`).toBeUndefined();
	}
	for (const name of onWindows) {
		expect(refusalOf(name, "win32"), JSON.stringify(name)).toBe("Windows has no such names");
		expect(refusalOf(name, "linux"), JSON.stringify(name)).toBeUndefined();
	}
	// 128 letters of two bytes.
	expect(refusalOf("\u00e9".repeat(128), "linux")).toBe("it is too long");
	expect(refusalOf("\u00e9".repeat(128), "win32")).toBeUndefined();
});

test("whether case counts is looked at, where the directory is, or will be", () => {
	const top = folder();
	const dir = join(top, "Tree");
	mkdirSync(dir);
	// Where it does not count, this is the same directory.
	mkdirSync(join(top, "TREE"), { recursive: true });
	const isSame = readdirSync(top).length === 1;
	expect(ignoresCase(dir)).toBe(isSame);
	expect(ignoresCase(join(dir, "not", "there"))).toBe(isSame);
	// A name without letters tells nothing.
	expect(ignoresCase(join(dir, "123"))).toBe(isSame);
	if (!isSame) rmSync(join(top, "TREE"), { recursive: true });
	expect(ignoresCase(dir)).toBe(isSame);
	expect(ignoresCase("/")).toBe(process.platform === "win32" || process.platform === "darwin");
});
