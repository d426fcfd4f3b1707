import { describe, expect, it } from "vitest";
import type { Entry } from "./entry.ts";
import { parseUnixLine } from "./unix.ts";
import { utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };
const read = (line: string): Entry | undefined => parseUnixLine(line, context);

describe("parseUnixLine", () => {
	it("reads what `ls -l` prints", () => {
		const line = "-rw-r--r--    1 anna     www          4711 Jan 31 10:02 report.csv";
		expect(read(line)).toEqual({
			name: "report.csv",
			type: "file",
			permissions: "rw-r--r--",
			owner: "anna",
			group: "www",
			size: 4711,
			modifiedAt: new Date("2025-01-31T10:02:00Z"),
			modifiedAtPrecision: "minute",
			raw: line,
		});
	});

	it.each([
		["-rw-r--r--", "file"],
		["frw-r--r--", "file"],
		["drwxr-xr-x", "directory"],
		["lrwxrwxrwx", "symlink"],
		["brw-rw----", "unknown"],
		["crw-rw----", "unknown"],
		["prw-r--r--", "unknown"],
		["srwxr-xr-x", "unknown"],
	])("%s is a %s", (mode, type) => {
		expect(read(`${mode} 1 anna www 3 Jan 31 2024 x`)).toMatchObject({ name: "x", type });
	});

	it.each([
		["drwsr-sr-t", "rwsr-sr-t"],
		["drwSr-Sr-T", "rwSr-Sr-T"],
		["-rw-r-lr--", "rw-r-lr--"],
		["drwxr-xr-x+", "rwxr-xr-x"],
		["-rw-r--r--.", "rw-r--r--"],
		["-rw-r--r--@", "rw-r--r--"],
		["----------", "---------"],
		["drwxr-xr-", "rwxr-xr-"],
	])("%s has the permissions %s", (mode, permissions) => {
		expect(read(`${mode}  2 anna www 512 Jan 31  2024 x`)).toMatchObject({ name: "x", permissions, size: 512 });
	});

	it.each([
		["1 anna www 3", "anna", "www"],
		["1 1000 33 3", "1000", "33"],
		["1 anna 3", "anna", undefined],
		["1 1 3518644", "1", undefined],
		["1 3", undefined, undefined],
		["3", undefined, undefined],
		["folder 0", "folder", undefined],
		["1 anna     my group   3", "anna", "my group"],
		["2 anna maria     www     3", "anna maria", "www"],
		["4 anna Domain Users 3", "anna", "Domain Users"],
		["1 ftp      -A---       93064", "ftp", "-A---"],
	])("%j between permissions and date: owner %j, group %j", (middle, owner, group) => {
		const entry = read(`-rw-r--r-- ${middle} Jan 31  2024 x`);
		expect(entry).toMatchObject({ name: "x", type: "file" });
		expect(entry?.size).toBe(Number(middle.split(" ").at(-1)));
		expect(entry?.owner).toBe(owner);
		expect(entry?.group).toBe(group);
	});

	it("reads a link count that touches the permissions", () => {
		expect(read("drwxr-x---+1464 anna     www     41472 Feb 25 13:17 in")).toMatchObject({
			owner: "anna",
			group: "www",
			size: 41472,
		});
	});

	it("skips the inode and blocks of `ls -lis` and leading blanks", () => {
		expect(read("   1234 -rw-r--r-- 1 anna www 3 Jan 31 2024 x")).toMatchObject({ name: "x", owner: "anna", size: 3 });
		expect(read("1234     8 -rw-r--r-- 1 anna www 3 Jan 31 2024 x")).toMatchObject({ name: "x", owner: "anna", size: 3 });
	});

	it.each([
		["x", "x"],
		["two words", "two words"],
		[" leading", " leading"],
		["   three leading", "   three leading"],
		["trailing ", "trailing "],
		[" ", " "],
		["2024 Jan 31 10:02 x", "2024 Jan 31 10:02 x"],
		["12 3 Feb 1  2020 y", "12 3 Feb 1  2020 y"],
		["a -> b", "a -> b"],
		["\ttab", "\ttab"],
		["試験 ファイル", "試験 ファイル"],
	])("keeps the name %j as it is", (written, name) => {
		expect(read(`-rw-r--r--    1 anna     www          4711 Jan 31 10:02 ${written}`)?.name).toBe(name);
		expect(read(`-rw-r--r--    1 anna     www          4711 Jan 31  2024 ${written}`)?.name).toBe(name);
	});

	it("does not give the blank that fills a VMS server's column to the name", () => {
		expect(read("-r-xr-xr-x  1 anna      245   158208 Apr 10 2003  tool.exe")?.name).toBe("tool.exe");
		expect(read("-r-xr-xr-x  1 anna      245   158208 Apr 10 2003 tool.exe")?.name).toBe("tool.exe");
	});

	it("splits a link into name and target", () => {
		const line = "lrwxrwxrwx 1 root root 11 Jan 31 2024 pub dir -> ../a -> b";
		expect(read(line)).toMatchObject({ name: "pub dir", type: "symlink", linkTarget: "../a -> b", size: 11 });
		expect(read("lrwxrwxrwx 1 root root 7 Jan 31 2024 bare")).not.toHaveProperty("linkTarget");
		expect(read("lrwxrwxrwx 1 root root 7 Jan 31 2024  -> x")?.linkTarget).toBeUndefined();
	});

	it.each([
		["-rw-r--r-- 4711 Jan 31 10:02 x", {}],
		["-rw-r--r-- 4711 Jan 31  2024 x", {}],
		["-rw-r--r-- 4711 Jan 31  2024 5 Feb 1 10:02 y", { name: "5 Feb 1 10:02 y" }],
		["-rw-r--r-- 4711 31 Jan 10:02 Feb 1 10:02 y", { name: "Feb 1 10:02 y" }],
		["-rw-r--r--. 2 mar 8 4711 Jan 31 10:02 x", { owner: "mar", group: "8" }],
		["-rw-r--r--. 2 8 mar 4711 Jan 31 10:02 x", { owner: "8", group: "mar" }],
	])("finds size and date whatever stands in front of them: %j", (line, more) => {
		expect(read(line)).toMatchObject({ name: "x", size: 4711, ...more });
		expect(read(line)?.modifiedAt?.toISOString()).toMatch(/-01-31T/);
	});

	it.each(["0, 27", "109,767", "10,   3"])("knows that %j are the numbers of a device and no size", (numbers) => {
		const entry = read(`crw-r----- 1 root kmem ${numbers} Jan 30 11:42 mem`);
		expect(entry).toMatchObject({ name: "mem", type: "unknown", owner: "root", group: "kmem" });
		expect(entry).not.toHaveProperty("size");
	});

	it("keeps sizes past 2^53 and leaves out what is none", () => {
		const size = (text: string): Entry | undefined => read(`-rw-r--r-- 1 anna www ${text} Jan 31 2024 x`);
		expect(size("9007199254740993")?.sizeExact).toBe(9007199254740993n);
		expect(size("1,234,567")?.size).toBe(1_234_567);
		for (const none of ["18446744073709551615", "33.5k", "119:26", "www42", "-1"]) {
			expect(size(none)).toMatchObject({ name: "x", type: "file" });
			expect(size(none)).not.toHaveProperty("size");
		}
	});

	it.each([
		"",
		"x",
		"total 12",
		"-",
		"-rw-r--r--",
		"-rw-r--r-- 1 anna www 3 Jan 31 2024",
		"-rw-r--r-- 1 anna www 3 Jan 31 2024 ",
		"-rw-r--r-- 1 anna www 3 Jan 31 10:02",
		"-rw-r--r-- 1 anna www 3 Jan 31 x",
		"-rw-r--r-- 1 anna www 3 Jan 31 209 x",
		"-rw-r--r-- 1 anna www 3 x",
		"-rw-r--r-- 1 anna www Jan 31 2024 x",
		"zrw-r--r-- 1 anna www 3 Jan 31 2024 x",
		"-rw-r--r--x 1 anna www 3 Jan 31 2024 x",
		"-rw-r-- 1 anna www 3 Jan 31 2024 x",
		"12-rw-r--r-- 1 anna www 3 Jan 31 2024 x",
		"1 2 3 -rw-r--r-- 1 anna www 3 Jan 31 2024 x",
		"01-31-24  10:02AM       <DIR>          x",
		"type=file;size=3; x",
	])("does not take %j for its own", (line) => {
		expect(read(line)).toBeUndefined();
	});

	it.each([" ", "1 ", "1 Jan ", "1 Jan 3 ", "1 2024-01-31 ", "1 10 Jan ", "3, ", "((((", " -> ", "12:", "x\t"])(
		"comes to an end with very many of %j",
		(piece) => {
			const rest = piece.repeat(200_000);
			expect(read(`-rw${rest}`)).toBeUndefined();
			const entry = read(`-rw-r--r-- ${rest}`);
			expect(entry === undefined || entry.raw.endsWith(entry.name)).toBe(true);
			expect(read(`lrw-r--r-- 1 a b 3 Jan 31 2024 x${rest}`)?.name.startsWith("x")).toBe(true);
		},
	);

	it("comes to an end with very many tabs between owner and group", () => {
		const entry = read(`-rw-r--r-- 1 anna${"\t".repeat(1_000_000)}  my group 3 Jan 31 2024 x`);
		expect(entry).toMatchObject({ name: "x", size: 3, group: "my group" });
	});
});
