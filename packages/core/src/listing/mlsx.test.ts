import { describe, expect, it } from "vitest";
import type { Entry } from "./entry.ts";
import { isOwnDirectory, parseMlstLine, parseMlstReply, parseMlsxLine } from "./mlsx.ts";

describe("parseMlsxLine", () => {
	it("reads what servers usually tell", () => {
		const line =
			"modify=20240131100203;perm=adfrw;size=4711;type=file;unique=801U2A;UNIX.group=33;UNIX.groupname=www;UNIX.mode=0644;UNIX.owner=1000;UNIX.ownername=anna; report.csv";
		expect(parseMlsxLine(line)).toEqual({
			name: "report.csv",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:03Z"),
			modifiedAtPrecision: "second",
			permissions: "0644",
			owner: "anna",
			group: "www",
			unique: "801U2A",
			raw: line,
			facts: {
				modify: "20240131100203",
				perm: "adfrw",
				size: "4711",
				type: "file",
				unique: "801U2A",
				"unix.group": "33",
				"unix.groupname": "www",
				"unix.mode": "0644",
				"unix.owner": "1000",
				"unix.ownername": "anna",
			},
		});
	});

	it.each([
		["type=file; a", "a"],
		["type=file;  two leading", " two leading"],
		["type=file; trailing ", "trailing "],
		["type=file; a;b=c; d", "a;b=c; d"],
		["type=file; =", "="],
		["type=file; \tx", "\tx"],
		["type=file; a -> b", "a -> b"],
		["type=file; dir/a", "dir/a"],
		[" no facts; at=all; ", "no facts; at=all; "],
		["  x", " x"],
	])("%j: the name is all that follows one space", (line, name) => {
		expect(parseMlsxLine(line)?.name).toBe(name);
	});

	it.each([
		["type=file; x", "file"],
		["TYPE=FILE; x", "file"],
		["Type=Dir; x", "directory"],
		["type=cdir; /pub", "directory"],
		["type=PDIR; /", "directory"],
		["type=OS.unix=slink; x", "symlink"],
		["type=OS.UNIX=SYMLINK; x", "symlink"],
		["type=os.Unix=slink:/a; x", "symlink"],
		["type=link; x", "symlink"],
		["type=OS.unix=chr-13/29; x", "unknown"],
		["type=OS.unix=slinky; x", "unknown"],
		["type=; x", "unknown"],
		["size=3; x", "unknown"],
		[" x", "unknown"],
	])("%j has the type %s", (line, type) => {
		expect(parseMlsxLine(line)?.type).toBe(type);
	});

	it("knows where a link points, as it was written", () => {
		expect(parseMlsxLine("type=OS.unix=slink:/Data/In Box; x")?.linkTarget).toBe("/Data/In Box");
		expect(parseMlsxLine("type=OS.unix=slink:a=b:c; x")?.linkTarget).toBe("a=b:c");
		expect(parseMlsxLine("type=OS.unix=slink:; x")).not.toHaveProperty("linkTarget");
		expect(parseMlsxLine("type=OS.unix=slink; x")).not.toHaveProperty("linkTarget");
	});

	it("takes names before numbers for owner and group", () => {
		expect(parseMlsxLine("UNIX.owner=11;UNIX.group=22; x")).toMatchObject({ owner: "11", group: "22" });
		expect(parseMlsxLine("UNIX.uid=11;UNIX.gid=22; x")).toMatchObject({ owner: "11", group: "22" });
		expect(parseMlsxLine("UNIX.ownername=;UNIX.owner=11; x")).toMatchObject({ owner: "11" });
		expect(parseMlsxLine("type=file; x")).not.toHaveProperty("owner");
	});

	it("reads the size of a directory", () => {
		expect(parseMlsxLine("type=dir;sizd=4096; x")?.size).toBe(4096);
	});

	it.each(["size=-1; x", "size=1e9; x", "size=0x10; x", "size=; x", "size=18446744073709551615; x", "size=ten; x"])(
		"87: %j has no size",
		(line) => {
			expect(parseMlsxLine(line)).not.toHaveProperty("size");
		},
	);

	it.each(["modify=99999999999999; x", "modify=20240231000000; x", "modify=; x", "modify=2024; x", "modify=NaN; x"])(
		"%j has no date",
		(line) => {
			const entry = parseMlsxLine(line);
			expect(entry?.name).toBe("x");
			expect(entry).not.toHaveProperty("modifiedAt");
			expect(entry).not.toHaveProperty("modifiedAtPrecision");
		},
	);

	it("reads fractions of a second and five-digit years", () => {
		expect(parseMlsxLine("modify=20240131100203.25; x")).toMatchObject({
			modifiedAt: new Date("2024-01-31T10:02:03.250Z"),
			modifiedAtPrecision: "millisecond",
		});
		expect(parseMlsxLine("modify=191240131100203; x")?.modifiedAt).toEqual(new Date("2024-01-31T10:02:03Z"));
	});

	it("103: cannot be made to touch a prototype", () => {
		const entry = parseMlsxLine("__proto__=evil;constructor=a;toString=b;type=file; x");
		expect(Object.getPrototypeOf(entry?.facts)).toBe(Object.prototype);
		expect(Object.entries(entry?.facts ?? {})).toEqual([
			["constructor", "a"],
			["tostring", "b"],
			["type", "file"],
		]);
		expect(({} as Record<string, unknown>).evil).toBeUndefined();
		expect(Object.prototype.constructor).toBe(Object);
	});

	it("reads a line in the same way whatever came before it", () => {
		const lines = [
			"type=file;size=1;UNIX.owner=1; a",
			"type=file;size=12;UNIX.owner=1; a",
			"type=file;size=1;UNIX.owner=11; a",
			"Type=file;size=1; UNIX.owner=1; a",
			"type=file;nothing;size=1;UNIX.owner=1; a",
			"size=1;type=file; a",
			"type=file; size=1;UNIX.owner=1; a",
			"type=file;size=1",
			"type=file;size=1;",
			" type=file;size=1; a",
			"size=1;size=2; a",
			"size=1=2;a.b*(c=\\;ü\r=;__proto__=1;type=file; a;b=c; d",
			"size=1=2;a.b*(c=\\;ü\r=;__proto__=1;type=file; ",
			`${"a=;".repeat(100)} x`,
			"",
			" ",
			" x",
		];
		const other = "other=1; x";
		const readAfter = (before: string, line: string): Entry | undefined => {
			// Often enough for what is remembered of lines to be that.
			for (let times = 0; times < 40; times++) parseMlsxLine(before);
			return parseMlsxLine(line);
		};
		const alone = lines.map((line) => readAfter(other, line));
		for (const before of lines) expect(lines.map((line) => readAfter(before, line))).toEqual(alone);
	});

	it("87: lets the last of two equal facts win and leaves out what is no fact", () => {
		const entry = parseMlsxLine("size=1;Size=2;nothing;=3;type=file; x");
		expect(entry?.size).toBe(2);
		expect(Object.keys(entry?.facts ?? {})).toEqual(["size", "type"]);
	});

	it.each([
		"",
		"x",
		"type=file",
		"type=file;",
		"type=file; ",
		"type=file;x",
		"type=file x",
		"type=file;size=3 x",
		"nothing; x",
		"; x",
		"=; x",
		"a sentence=1; and more",
		"drwxr-xr-x 2 root root 4096 Jan  1 2024 x",
	])("does not take %j for its own", (line) => {
		expect(parseMlsxLine(line)).toBeUndefined();
	});

	it.each(["a=", ";", "a;", "=", "(((("])("does not take very many of %j for its own", (piece) => {
		expect(parseMlsxLine(`${piece.repeat(100_000)};`)).toBeUndefined();
	});

	it("takes the first place where the facts can end", () => {
		expect(parseMlsxLine("a=; ".repeat(100_000))?.name).toBe("a=; ".repeat(99_999));
	});

	it("reads a line with very many facts", () => {
		expect(parseMlsxLine(`${"a=;".repeat(100_000)}type=file; x`)).toMatchObject({ name: "x", type: "file" });
	});
});

describe("parseMlstLine", () => {
	it.each([
		" type=file;size=3; a b",
		"type=file;size=3; a b",
		"250-type=file;size=3; a b",
		"250- type=file;size=3; a b",
		"250 type=file;size=3; a b",
	])("reads %j", (line) => {
		expect(parseMlstLine(line)).toMatchObject({ name: "a b", type: "file", size: 3 });
	});

	it("keeps the name of a line that is the directory itself", () => {
		expect(parseMlstLine(" type=cdir;modify=20240131100203; /pub")).toMatchObject({ name: "/pub", type: "directory" });
		expect(parseMlstLine(" type=cdir; ")).toMatchObject({ name: "", type: "directory" });
	});

	it.each(["250-Listing a.txt", "250 End", "250-Start of list for type=file; x", "", " ", " x", "   type=file; x"])(
		"leaves out %j",
		(line) => {
			expect(parseMlstLine(line)).toBeUndefined();
		},
	);
});

it("what was read before changes nothing: lines without facts do not make a blank one a name", () => {
	for (let count = 0; count < 40; count++) {
		expect(parseMlsxLine(" x")).toMatchObject({ name: "x", facts: {} });
		expect(parseMlsxLine("  ")).toBeUndefined();
	}
});

describe("parseMlstReply", () => {
	it("finds the line between the others", () => {
		const lines = ["250-Listing in/a.txt", " Type=file;Size=3; in/a.txt", "250 End"];
		expect(parseMlstReply({ lines })).toMatchObject({ name: "in/a.txt", size: 3 });
	});

	it("prefers the indented line to a first line that looks like one", () => {
		const lines = ["250-type=dir; liar", " type=file; x", "250 End"];
		expect(parseMlstReply({ lines })).toMatchObject({ name: "x", type: "file" });
	});

	it("reads replies of one line and without indentation", () => {
		expect(parseMlstReply({ lines: ["250 type=file; x"] })?.name).toBe("x");
		expect(parseMlstReply({ lines: ["250-Listing", "type=file; x", "250 End"] })?.name).toBe("x");
	});

	it("finds nothing where there is nothing", () => {
		expect(parseMlstReply({ lines: ["250-Listing", "250 End"] })).toBeUndefined();
		expect(parseMlstReply({ lines: [] })).toBeUndefined();
	});
});

it.each(["xcdir", "cdirx", "xpdir", "dirx", "xdir", "adir", "filex", "xfile"])("type=%s is nothing that it knows", (type) => {
	expect(parseMlsxLine(`type=${type}; x`)?.type).toBe("unknown");
	expect(parseMlsxLine(`type=${type}; `)).toBeUndefined();
	expect(isOwnDirectory({ type })).toBe(false);
});

it("knows its own directory by what is said of it, where anything is", () => {
	expect([isOwnDirectory({ type: "CDir" }), isOwnDirectory({ type: "pdir" })]).toEqual([true, true]);
	expect([isOwnDirectory({ type: "dir" }), isOwnDirectory({}), isOwnDirectory(undefined)]).toEqual([false, false, false]);
});
