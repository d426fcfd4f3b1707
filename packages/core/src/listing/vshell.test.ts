import { describe, expect, it } from "vitest";
import { parseVShellLine } from "./vshell.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("parseVShellLine", () => {
	it("reads a file", () => {
		const line = "4711  Jan 31, 2024 10:02 price list.csv";
		expect(parseVShellLine(line, context)).toEqual({
			name: "price list.csv",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:00Z"),
			modifiedAtPrecision: "minute",
			raw: line,
		});
	});

	it("reads a directory, by the server's clock", () => {
		const entry = parseVShellLine("0  Jan 31, 2024 10:02 in box/", { ...context, zone: fixedZone(60) });
		expect(entry).toMatchObject({ name: "in box", type: "directory", modifiedAt: new Date("2024-01-31T09:02:00Z") });
		expect(parseVShellLine("0  Jan 31, 2024 10:02 /", context)).toMatchObject({ name: "/", type: "file" });
		expect(parseVShellLine("0  Feb 31, 2024 10:02 x", context)).not.toHaveProperty("modifiedAt");
	});

	it("reads a line of later versions", () => {
		const line = "drwxr-xr-x    1 anna www     4711 Jan 31, 2024 10:02 in box";
		expect(parseVShellLine(line, context)).toEqual({
			name: "in box",
			type: "directory",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:00Z"),
			modifiedAtPrecision: "minute",
			permissions: "rwxr-xr-x",
			owner: "anna",
			group: "www",
			raw: line,
		});
	});

	it.each([
		"4711  Jan 31  2024 10:02 x",
		"4711  Jan 31, 2024 x",
		"4711  Jan 31, 24 10:02 x",
		"4711  Jan 31, 2024 10:02  ",
		"4711  Jan-31-2024  10:02:03   x",
		"-rw-r--r-- 1 a b 4711 Jan 31  2024 10:02 x",
		"-rw-r--r-- 1 a b 4711 Jan 31 10:02 x",
		"",
	])("does not take %j", (line) => {
		expect(parseVShellLine(line, context)).toBeUndefined();
	});
});
