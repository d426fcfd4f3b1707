import { describe, expect, it } from "vitest";
import { parseOs9Line } from "./os9.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("parseOs9Line", () => {
	it("reads a file", () => {
		const line = " 20.7     24/01/31 1002  ----r-wr     3C0      4711 startup";
		expect(parseOs9Line(line, context)).toEqual({
			name: "startup",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:00Z"),
			modifiedAtPrecision: "minute",
			permissions: "----r-wr",
			owner: "20.7",
			group: "20",
			facts: { sector: "3C0" },
			raw: line,
		});
	});

	it("reads a directory, by the server's clock", () => {
		const entry = parseOs9Line("0.0 99/01/31 1002 d-ewrewr 2650 85920 CMDS OLD", { ...context, zone: fixedZone(60) });
		expect(entry).toMatchObject({ name: "CMDS OLD", type: "directory", modifiedAt: new Date("1999-01-31T09:02:00Z") });
		expect(parseOs9Line("0.0 99/02/31 1002 d-ewrewr 2650 85920 x", context)).not.toHaveProperty("modifiedAt");
	});

	it.each([
		"                           Directory of . 11:44:44",
		" Owner   Last modified  Attributes Sector Bytecount Name",
		"-------  -------------  ---------- ------ --------- ----",
	])("sees that %j names no file", (line) => {
		expect(parseOs9Line(line, context)).toBe("nothing");
	});

	it.each([
		"0.0 2024/01/31 1002 ----r-wr 3C0 4711 x",
		"0.0 24/01/31 10:02 ----r-wr 3C0 4711 x",
		"0.0 24/01/31 1002 -rw-r--r-- 3C0 4711 x",
		"0.0 24/01/31 1002 ----r-wr XYZ 4711 x",
		"0.0 24/01/31 1002 ----r-wr 3C0 4711 ",
		"0 24/01/31 1002 ----r-wr 3C0 4711 x",
		"",
	])("does not take %j", (line) => {
		expect(parseOs9Line(line, context)).toBeUndefined();
	});
});
