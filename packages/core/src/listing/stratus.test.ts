import { describe, expect, it } from "vitest";
import { parseStratusLine } from "./stratus.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("parseStratusLine", () => {
	it("reads a file, of which it tells blocks and no size", () => {
		const line = " w    158  stm       24-01-31 10:02:03  prices.cobol";
		expect(parseStratusLine(line, context)).toEqual({
			name: "prices.cobol",
			type: "file",
			modifiedAt: new Date("2024-01-31T10:02:03Z"),
			modifiedAtPrecision: "second",
			permissions: "w",
			facts: { blocks: "158", organization: "stm" },
			raw: line,
		});
	});

	it("reads a directory, by the server's clock", () => {
		const entry = parseStratusLine(" m      3  98-12-25 16:14:58  anna", { ...context, zone: fixedZone(60) });
		expect(entry).toMatchObject({ name: "anna", type: "directory", modifiedAt: new Date("1998-12-25T15:14:58Z") });
		expect(parseStratusLine(" m      3  98-02-31 16:14:58  anna", context)).not.toHaveProperty("modifiedAt");
	});

	it("reads a link on one line and on two", () => {
		const line = "24-01-31 10:02:03  logs ->  %sys#m1_d01>sales>logs";
		const entry = { name: "logs", type: "symlink", linkTarget: "%sys#m1_d01>sales>logs" };
		expect(parseStratusLine(line, context)).toMatchObject({ ...entry, modifiedAt: new Date("2024-01-31T10:02:03Z") });
		expect(parseStratusLine("24-01-31 10:02:03  logs -> ", context)).toBe("continued");
		expect(parseStratusLine("24-01-31 10:02:03  logs -> \n+%sys#m1_d01>sales>logs", context)).toMatchObject(entry);
		expect(parseStratusLine("24-01-31 10:02:03  logs -> \n", context)).toBeUndefined();
		expect(parseStratusLine("24-01-31 10:02:03  logs -> \n+", context)).toBeUndefined();
	});

	it("leaves the line behind a link without a target to be an entry of its own", () => {
		expect(parseStratusLine("24-01-31 10:02:03  logs -> \nname", context)).toBeUndefined();
		expect(parseStratusLine("24-01-31 10:02:03  logs -> \n %sys#m1", context)).toBeUndefined();
	});

	it.each(["Files: 15  Blocks: 29", "Dirs: 74", "Links: 0"])("sees that %j names no file", (line) => {
		expect(parseStratusLine(line, context)).toBe("nothing");
	});

	it.each([
		" x      1  seq       24-01-31 10:02:03  x",
		" w      1  SEQ       24-01-31 10:02:03  x",
		" w      1  seq       2024-01-31 10:02:03  x",
		" w      1  seq       24-01-31 10:02:03  x y",
		" w      1  seq       24-01-31 10:02:03  ",
		"24-01-31 10:02:03  logs",
		"24-01-31 10:02:03  logs -> %sys two",
		"Files:",
		"",
	])("does not take %j", (line) => {
		expect(parseStratusLine(line, context)).toBeUndefined();
	});
});
