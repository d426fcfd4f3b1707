import { describe, expect, it } from "vitest";
import { parseNonStopLine } from "./non-stop.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("parseNonStopLine", () => {
	it("reads a file", () => {
		const line = 'REPORT        101             4711 31-Jan-24 10:02:03 155, 76 "nuno"';
		expect(parseNonStopLine(line, context)).toEqual({
			name: "REPORT",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:03Z"),
			modifiedAtPrecision: "second",
			permissions: "nuno",
			owner: "155,76",
			group: "155",
			facts: { code: "101" },
			raw: line,
		});
	});

	it("reads an open file, by the server's clock", () => {
		const line = 'CSTM   O  0P             101  4-Mar-2001  3:50:06 255,255 "oo--"';
		expect(parseNonStopLine(line, { ...context, zone: fixedZone(60) })).toMatchObject({
			name: "CSTM",
			size: 101,
			modifiedAt: new Date("2001-03-04T02:50:06Z"),
			owner: "255,255",
			facts: { code: "0P", open: "O" },
		});
	});

	it("sees that the heading names no file", () => {
		expect(parseNonStopLine("File         Code             EOF  Last Modification    Owner  RWEP", context)).toBe("nothing");
	});

	it("has no date where there is no such day", () => {
		expect(parseNonStopLine('X 0 3 31-Feb-24 10:02:03 1,1 "nnnn"', context)).not.toHaveProperty("modifiedAt");
		expect(parseNonStopLine('X 0 3 31-Mai-24 10:02:03 1,1 "nnnn"', context)).not.toHaveProperty("modifiedAt");
	});

	it.each([
		"REPORT        101             4711 31-Jan-24 10:02:03 155, 76 nunu",
		'REPORT        101             4711 31-Jan-24 10:02:03 155 "nunu"',
		'REPORT        101                  31-Jan-24 10:02:03 155, 76 "nunu"',
		'REPORT        101             4711 01/31/24  10:02:03 155, 76 "nunu"',
		'LONGREPORT    101             4711 31-Jan-24 10:02:03 155, 76 "nunu"',
		'RE.PORT       101             4711 31-Jan-24 10:02:03 155, 76 "nunu"',
		'REPORT        101             4711 31-Jan-24 10:02:03 155, 76 "nunu" x',
		"REPORT.TXT;1  101  31-JAN-2024 10:02:03",
		"File Code EOF",
		"",
	])("does not take %j", (line) => {
		expect(parseNonStopLine(line, context)).toBeUndefined();
	});
});
