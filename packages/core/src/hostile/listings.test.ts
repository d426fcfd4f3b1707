import { expect, test } from "vitest";
import { codecFor } from "../client/encodings/codec-for.ts";
import type { ListingFormat } from "../listing/dialects.ts";
import type { Entry } from "../listing/entry.ts";
import { ListingParser } from "../listing/listing-parser.ts";
import { isSafeName } from "../listing/safe-name.ts";
import { dialectsOf } from "../listing/sound-entry.ts";

const codec = codecFor("utf-8");

/** A listing, read at noon of a day in June unless told. */
function read(format: ListingFormat, text: string, now = "2025-06-15T12:00:00Z"): Entry[] {
	const parser = new ListingParser({ codec, dialects: dialectsOf[format], now: Date.parse(now) });
	return [...parser.push(codec.encode(text)), ...parser.end()];
}

const ls = (date: string, size = "3", name = "x"): string => `-rw-r--r-- 1 anna www ${size} ${date} ${name}\r\n`;

test.each(["mlsx", "list", "names"] as const)("86: names that lead elsewhere are data, and flagged: %s", (format) => {
	const names = ["../x", "/etc/passwd", "a/b", "C:\\x", "CON", "a\0b", " ..", "../../.ssh/authorized_keys", "..\\..\\x"];
	const lines = { mlsx: (name: string) => `type=file; ${name}\r\n`, list: (name: string) => ls("Jan  1  2024", "3", name) };
	const lineOf = format === "names" ? (name: string) => `${name}\r\n` : lines[format];
	const entries = read(format, ["", ".", "..", ...names].map(lineOf).join(""));
	const unread = entries.filter(({ name }) => !names.includes(name));
	// What has no name is a line that nobody understands, and of NLST not even that.
	expect(unread.map(({ type, name, raw }) => [type, name === raw])).toEqual(format === "names" ? [] : [["unknown", true]]);
	expect(entries.map(({ name }) => name).filter((name) => names.includes(name))).toEqual(names);
	expect([...names, "", ".", ".."].filter(isSafeName)).toEqual([]);
});

test.each([
	["type=file", []],
	["type=file x", []],
	["type=file;x", []],
	["size=1;size=2;type=file; x", [{ name: "x", type: "file", size: 2 }]],
	["type=dir; .", undefined],
	["type=dir; ..", undefined],
	["type=cdir; any", undefined],
	...["-1", "1e9", "0x10", "18446744073709551616", "18446744073709551615", "NaN", "", "+1", "1.5", "９"].map(
		(size) => [`type=file;size=${size}; x`, [{ name: "x", type: "file" }]] as const,
	),
	["type=file;modify=99999999999999; x", [{ name: "x", type: "file" }]],
] as const)("87: %j has one meaning, and no number that is none", (line, expected) => {
	const entries = read("mlsx", `${line}\r\n`).map(({ raw, facts, ...told }) => (raw === line ? told : raw));
	expect(entries).toEqual(expected?.length === 0 ? [{ name: line, type: "unknown" }] : (expected ?? []));
});

test("87: two facts of one name give the last one's value, and no list of both", () => {
	expect(read("mlsx", "type=dir;Type=file;modify=20240101000000;modify=x; a\n")).toEqual([
		{
			name: "a",
			type: "file",
			facts: { type: "file", modify: "x" },
			raw: "type=dir;Type=file;modify=20240101000000;modify=x; a",
		},
	]);
});

test.each(["18446744073709551615", "9223372036854775808", "99999999999999999999999999"])(
	"88: a size of %s is none, in any listing",
	(size) => {
		const lines = [ls("Jan  1  2024", size), `01-31-24  10:02AM  ${size} x\r\n`, `+r,s${size},\tx\r\n`];
		for (const line of lines) expect(read("list", line)).toMatchObject([{ name: "x", type: "file" }]);
		for (const line of lines) expect(read("list", line)[0]).not.toHaveProperty("size");
		for (const line of lines) expect(read("list", line)[0]).not.toHaveProperty("sizeExact");
	},
);

test("88: a size past 2^53 is exact", () => {
	const [entry] = read("list", ls("Jan  1  2024", "9007199254740993"));
	expect([entry?.size, entry?.sizeExact]).toEqual([2 ** 53, 9007199254740993n]);
});

test("90: a name with a line feed is two lines: the second is unknown, and not a path below anything", () => {
	const entries = read("list", `${ls("Jan  1  2024", "3", "first\n../../second")}${ls("Jan  1  2024")}`);
	expect(entries.map(({ name, type }) => [name, type])).toEqual([
		["first", "file"],
		["../../second", "unknown"],
		["x", "file"],
	]);
	expect(read("mlsx", "type=file; a\nb\n").map(({ name, type }) => [name, type])).toEqual([
		["a", "file"],
		["b", "unknown"],
	]);
});

test("91: what is written in no known way is kept line by line, whatever stands around it", () => {
	const text = "<html>\r\ntotal -9560322322989056\r\nHTTP/1.1 200 OK\r\n01-31-24  10:02AM  3 dos\r\ntype=file; mlsx\r\n";
	expect(read("list", text + ls("Jan  1  2024")).map(({ name, type }) => [name, type])).toEqual([
		["<html>", "unknown"],
		["HTTP/1.1 200 OK", "unknown"],
		["dos", "file"],
		["type=file; mlsx", "unknown"],
		["x", "file"],
	]);
});

test("93: bidirectional overrides and escape sequences stay in names as they are, and are flagged", () => {
	for (const name of ["gpj.\u202eexe", "a\u2066b", "\u001b[2J", "\u009b1m", "a\u2028b", "\u061cx"]) {
		expect(read("list", ls("Jan  1  2024", "3", name))).toMatchObject([{ name, type: "file" }]);
		expect(read("mlsx", `type=file; ${name}\n`)).toMatchObject([{ name }]);
		expect(isSafeName(name)).toBe(false);
	}
});

test.each([
	["Dec 31 23:59", "2026-01-01T00:00:30Z", "2025-12-31T23:59:00.000Z"],
	["Jan  1 00:00", "2025-12-31T23:59:00Z", "2026-01-01T00:00:00.000Z"],
	["Jan  2 00:00", "2025-12-31T23:59:00Z", "2025-01-02T00:00:00.000Z"],
	["Jun 16 12:00", "2025-06-15T12:00:00Z", "2025-06-16T12:00:00.000Z"],
	["Jun 16 12:01", "2025-06-15T12:00:00Z", "2024-06-16T12:01:00.000Z"],
	["Feb 29 10:02", "2025-06-15T12:00:00Z", "2024-02-29T10:02:00.000Z"],
	["Feb 29 10:02", "2024-02-28T12:00:00Z", "2024-02-29T10:02:00.000Z"],
	["Feb 29 10:02", "2024-02-28T10:01:00Z", "2020-02-29T10:02:00.000Z"],
	["Jan  1 00:0", "2025-06-15T12:00:00Z", "2025-01-01T00:00:00.000Z"],
	["Jan 31 24:00", "2025-06-15T12:00:00Z", undefined],
	["Feb 30 10:02", "2025-06-15T12:00:00Z", undefined],
])("95: %j, read at %s, is %s", (date, now, expected) => {
	const [entry] = read("list", ls(date), now);
	expect(entry).toMatchObject({ name: "x", size: 3 });
	expect(entry?.modifiedAt?.toISOString()).toBe(expected);
});

test.each(["99999999999999", "20240231000000", "20240101240000", "00000000000000", "-0240101000000", "191990231000000", "2e13"])(
	"104: modify=%s is no date: it does not roll over into another one",
	(modify) => {
		const [entry] = read("mlsx", `type=file;modify=${modify}; x\r\n`);
		expect(entry).toMatchObject({ name: "x", facts: { modify } });
		expect(entry).not.toHaveProperty("modifiedAt");
		expect(entry).not.toHaveProperty("modifiedAtPrecision");
	},
);
