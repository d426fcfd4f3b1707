import { describe, expect, it } from "vitest";
import { parseVxWorksLine } from "./vxworks.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("parseVxWorksLine", () => {
	it("reads a file, whose name is filled up with blanks", () => {
		const line = "     4711    Jan-31-2024  10:02:03   Config old.bin        ";
		expect(parseVxWorksLine(line, context)).toEqual({
			name: "Config old.bin",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:03Z"),
			modifiedAtPrecision: "second",
			raw: line,
		});
	});

	it("reads a directory, by the server's clock", () => {
		const entry = parseVxWorksLine("2048  Jan-31-2024  10:02:03   log files    <DIR>", { ...context, zone: fixedZone(60) });
		expect(entry).toMatchObject({
			name: "log files",
			type: "directory",
			size: 2048,
			modifiedAt: new Date("2024-01-31T09:02:03Z"),
		});
		expect(parseVxWorksLine("0  Jan-31-2024  10:02:03   <DIR>", context)).toMatchObject({ name: "<DIR>", type: "file" });
	});

	it.each(["  size          date       time       name", "--------       ------     ------    --------"])(
		"sees that %j names no file",
		(line) => {
			expect(parseVxWorksLine(line, context)).toBe("nothing");
		},
	);

	it("has no date where there is no such day", () => {
		expect(parseVxWorksLine("3 Feb-31-2024 10:02:03 x", context)).not.toHaveProperty("modifiedAt");
	});

	it.each([
		"4711 Jan 31 2024 10:02:03 x",
		"4711 01-31-2024 10:02:03 x",
		"4711 Jan-31-24 10:02:03 x",
		"4711 Jan-31-2024 10:02 x",
		"4711 Jan-31-2024 10:02:03   ",
		"4711 Jan-31-2024 10:02:03 \r",
		"4711 Jan-31-2024 10:02:03 \u00a0\n <DIR>",
		"x Jan-31-2024 10:02:03 x",
		"---- ---- ----",
		"----------",
		"",
	])("89: does not take %j", (line) => {
		expect(parseVxWorksLine(line, context)).toBeUndefined();
	});
});
