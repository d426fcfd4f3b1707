import { describe, expect, it } from "vitest";
import { parseMacOsLine } from "./mac-os.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("parseMacOsLine", () => {
	it("reads a file with its two forks", () => {
		const line = "-rw-r--r--      326     4711     5037 Jan 31  2024 Price list.sit";
		expect(parseMacOsLine(line, context)).toEqual({
			name: "Price list.sit",
			type: "file",
			size: 5037,
			modifiedAt: new Date("2024-01-31T00:00:00Z"),
			modifiedAtPrecision: "day",
			permissions: "rw-r--r--",
			facts: { resource: "326", data: "4711" },
			raw: line,
		});
	});

	it("reads a folder, whose number is that of its items", () => {
		const line = "drwxr-xr-x               folder       12 Jan 31 10:02 In Box";
		expect(parseMacOsLine(line, context)).toEqual({
			name: "In Box",
			type: "directory",
			modifiedAt: new Date("2025-01-31T10:02:00Z"),
			modifiedAtPrecision: "minute",
			permissions: "rwxr-xr-x",
			facts: { items: "12" },
			raw: line,
		});
	});

	it("reads what the Mac's clock showed", () => {
		const line = "-rw-r--r-- 0 3 3 Jun 15 14:30 x";
		expect(parseMacOsLine(line, { ...context, zone: fixedZone(120) })?.modifiedAt).toEqual(new Date("2025-06-15T12:30:00Z"));
		expect(parseMacOsLine("-rw-r--r-- 0 3 3 Jun 31  2024 x", context)).not.toHaveProperty("modifiedAt");
	});

	it("keeps the blanks of a name, and leaves out a size that no file has", () => {
		expect(parseMacOsLine("-rw-r--r-- 0 3 3 Jan 31  2024  first", context)?.name).toBe(" first");
		const most = "18446744073709551615";
		expect(parseMacOsLine(`-rw-r--r-- 0 ${most} ${most} Jan 31  2024 x`, context)).not.toHaveProperty("size");
		expect(parseMacOsLine("-rw-r--r-- 1 9007199254740992 9007199254740993 Jan 31  2024 x", context)?.sizeExact).toBe(
			9_007_199_254_740_993n,
		);
	});

	it.each([
		"-rw-r--r-- 1 1000 4711 Jan 31  2024 two numbers and a size, on Unix",
		"-rw-r--r-- 1 anna www 4711 Jan 31  2024 x",
		"-rw-r--r-- 1 1000 100 4711 Jan 31  2024 x",
		"drwxr-xr-x 123 folder 0 Jan 31  2024 an owner of that name",
		"drwxr-xr-x 0 3 3 Jan 31  2024 x",
		"-rw-r--r-- folder 3 Jan 31  2024 x",
		"-rw-r--r-- 0 3 3 Jan 31  2024 ",
		"-rw-r--r-- 0 3 3 2024-01-31 x",
		"",
	])("does not take %j", (line) => {
		expect(parseMacOsLine(line, context)).toBeUndefined();
	});
});
