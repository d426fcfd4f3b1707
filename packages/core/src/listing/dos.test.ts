import { describe, expect, it } from "vitest";
import { parseDosLine } from "./dos.ts";
import type { Entry } from "./entry.ts";
import { utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };
const read = (line: string): Entry | undefined => parseDosLine(line, context);

describe("parseDosLine", () => {
	it("reads a file as IIS lists it", () => {
		const line = "01-31-24  10:02AM                 4711 report.csv";
		expect(read(line)).toEqual({
			name: "report.csv",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:00Z"),
			modifiedAtPrecision: "minute",
			raw: line,
		});
	});

	it("reads a directory", () => {
		const line = "01-31-24  10:02PM       <DIR>          In Box";
		expect(read(line)).toEqual({
			name: "In Box",
			type: "directory",
			modifiedAt: new Date("2024-01-31T22:02:00Z"),
			modifiedAtPrecision: "minute",
			raw: line,
		});
	});

	it.each([
		["01-31-24  10:02AM", "2024-01-31T10:02:00.000Z"],
		["01-31-2024  10:02AM", "2024-01-31T10:02:00.000Z"],
		["01-31-69  10:02AM", "2069-01-31T10:02:00.000Z"],
		["01-31-97  10:02AM", "1997-01-31T10:02:00.000Z"],
		["01/31/24  10:02 AM", "2024-01-31T10:02:00.000Z"],
		["01-31-24  03:34p", "2024-01-31T15:34:00.000Z"],
		["01-31-24  12:02AM", "2024-01-31T00:02:00.000Z"],
		["01-31-24  12:02pm", "2024-01-31T12:02:00.000Z"],
		["01-31-24  1:02PM", "2024-01-31T13:02:00.000Z"],
		["01-31-24  22:02", "2024-01-31T22:02:00.000Z"],
		["01-31-24  00:02", "2024-01-31T00:02:00.000Z"],
		["2024-01-31  22:02", "2024-01-31T22:02:00.000Z"],
		["31.01.2024  22:02", "2024-01-31T22:02:00.000Z"],
		["02.01.24  22:02", "2024-01-02T22:02:00.000Z"],
		["  01-31-24 22:02:03", "2024-01-31T22:02:03.000Z"],
	])("%j is %s", (date, iso) => {
		expect(read(`${date}      12 x`)).toMatchObject({ name: "x", size: 12, modifiedAt: new Date(iso) });
		expect(read(`${date}  <DIR> x`)).toMatchObject({ name: "x", type: "directory", modifiedAt: new Date(iso) });
	});

	it.each([
		"31-01-24  10:02AM",
		"01.31.24  10:02AM",
		"02-30-24  10:02AM",
		"00-01-24  10:02AM",
		"01-31-24  13:02PM",
		"01-31-24  00:02AM",
		"01-31-24  24:00",
		"01-31-24  10:60",
	])("%j is no date that exists, but the rest holds", (date) => {
		const entry = read(`${date}   12 x`);
		expect(entry).toMatchObject({ name: "x", type: "file", size: 12 });
		expect(entry).not.toHaveProperty("modifiedAt");
	});

	it.each([
		["12 x", "x"],
		["12 two  words ", "two  words "],
		["12  leading", " leading"],
		["12 12 AM <DIR> x", "12 AM <DIR> x"],
		["<DIR> x", "x"],
		["<DIR>   x y", "x y"],
		["<DIR>          x", "x"],
		["<DIR>            leading", "  leading"],
		["<dir>          x", "x"],
	])("%j: the name is %j", (rest, name) => {
		expect(read(`01-31-24  10:02AM       ${rest}`)?.name).toBe(name);
	});

	it.each(["<JUNCTION>     ", "<SYMLINKD>     ", "<SYMLINK>      "])("reads the target of a %s", (tag) => {
		expect(read(`01-31-24  10:02AM    ${tag}my link [D:\\data [old]]`)).toMatchObject({
			name: "my link [D:\\data",
			type: "symlink",
			linkTarget: "old]",
		});
		expect(read(`01-31-24  10:02AM    ${tag}a [b] [D:\\data]`)).toMatchObject({ name: "a [b]", linkTarget: "D:\\data" });
		expect(read(`01-31-24  10:02AM    ${tag}bare`)).not.toHaveProperty("linkTarget");
		expect(read(`01-31-24  10:02AM    ${tag}[x]`)?.name).toBe("[x]");
	});

	it("reads sizes with commas and past 2^53, and leaves out what is too large", () => {
		expect(read("01-31-24  10:02AM  1,234,567 x")?.size).toBe(1_234_567);
		expect(read("31.01.2024  10:02       1.234.567 x.txt")).toMatchObject({ size: 1_234_567, name: "x.txt" });
		expect(read("01-31-24  10:02AM  9007199254740993 x")?.sizeExact).toBe(9007199254740993n);
		expect(read("01-31-24  10:02AM  18446744073709551615 x")).not.toHaveProperty("size");
	});

	it.each([
		"",
		"x",
		"01-31-24",
		"01-31-24  10:02AM",
		"01-31-24  10:02AM  12",
		"01-31-24  10:02AM  12 ",
		"01-31-24  10:02AM  <DIR>",
		"01-31-24  10:02AM  <DIR>x",
		"01-31-24  10:02AM  <FILE> x",
		"01-31-24  10:02AM  OMAR x",
		"01-31-24  10:02AMx 12 x",
		"01-31-24  10:02XM 12 x",
		"01-31-24  10:02x 12 x",
		"01-31-24  1002 12 x",
		"01-31-2  10:02AM  12 x",
		"01-31-024  10:02AM  12 x",
		"1-31-24  10:02AM  12 x",
		"-31-24  10:02AM  12 x",
		"01-31/24  10:02AM  12 x",
		"aa-bb-cc  10:02AM  12 x",
		"drwxr-xr-x 2 root root 4096 Jan  1 2024 x",
	])("does not take %j for its own", (line) => {
		expect(read(line)).toBeUndefined();
	});

	it.each([" ", "1", "1 ", "1,", ":", "01-31-24 ", "10:02AM ", "<DIR> ", " [", "]"])(
		"comes to an end with very many of %j",
		(piece) => {
			const rest = piece.repeat(200_000);
			expect(read(rest)).toBeUndefined();
			expect(read(`01-31-24  ${rest}`)).toBeUndefined();
			expect(read(`01-31-24  10:02AM  <SYMLINKD> x${rest}`)?.name.startsWith("x")).toBe(true);
		},
	);
});

describe("at its edges", () => {
	it.each([
		["12:59AM", "2024-01-31T00:59:00Z"],
		["01:00AM", "2024-01-31T01:00:00Z"],
		["12:59PM", "2024-01-31T12:59:00Z"],
		["00:59AM", undefined],
		["13:00PM", undefined],
	])("half a day has no hour 0 and no hour 13: %s", (time, moment) => {
		expect(read(`01-31-24  ${time}  3 x`)?.modifiedAt).toEqual(moment === undefined ? undefined : new Date(moment));
	});

	it("has brackets in the name of a file, which points nowhere", () => {
		expect(read("01-31-24  10:02AM  3 a [b]")).toMatchObject({ name: "a [b]", type: "file" });
		expect(read("01-31-24  10:02AM  <DIR>          a [b]")).toMatchObject({ name: "a [b]", type: "directory" });
		expect(read("01-31-24  10:02AM  <SYMLINK>       [b]")).not.toHaveProperty("linkTarget");
	});

	it("has dots between thousands only where it has them in the date", () => {
		expect(read("31.01.2024  10:02  1.234 x")?.size).toBe(1234);
		expect(read("01-31-24  10:02AM  1.234 x")).toMatchObject({ name: "x", type: "file" });
		expect(read("01-31-24  10:02AM  1.234 x")).not.toHaveProperty("size");
	});
});
