import { describe, expect, it } from "vitest";
import { parseOs2Line } from "./os2.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("parseOs2Line", () => {
	it("reads a file", () => {
		const line = "              4711     RA          01-31-98   10:02  Price list.wk1";
		expect(parseOs2Line(line, context)).toEqual({
			name: "Price list.wk1",
			type: "file",
			size: 4711,
			modifiedAt: new Date("1998-01-31T10:02:00Z"),
			modifiedAtPrecision: "minute",
			facts: { attributes: "RA" },
			raw: line,
		});
	});

	it("reads a directory, by the server's clock", () => {
		const entry = parseOs2Line("     0           DIR   01-31-2024 10:02  OS2", { ...context, zone: fixedZone(-60) });
		expect(entry).toMatchObject({ name: "OS2", type: "directory", size: 0, modifiedAt: new Date("2024-01-31T11:02:00Z") });
	});

	it.each([
		["36611      A    04-23-103  10:57  x", "file", "2003-04-23T10:57:00Z", { attributes: "A" }],
		["    0 DIR       02-11-100  16:15  x", "directory", "2000-02-11T16:15:00Z", {}],
		[" 1123 DIR  A    10-05-99  23:38  x", "directory", "1999-10-05T23:38:00Z", { attributes: "A" }],
		["  700    RSA    DIR   01-08-97   13:58  x", "directory", "1997-01-08T13:58:00Z", { attributes: "RSA" }],
		["  238              10-20-96   14:00  x", "file", "1996-10-20T14:00:00Z", {}],
	])("reads the columns of %j", (line, type, iso, facts) => {
		expect(parseOs2Line(line, context)).toMatchObject({ name: "x", type, modifiedAt: new Date(iso), facts });
	});

	it.each(["13-31-97   10:02", "01-31-97   25:49"])("%j is no date that exists, but the rest holds", (date) => {
		const entry = parseOs2Line(` 3   A    ${date}  x`, context);
		expect(entry).toMatchObject({ name: "x", size: 3 });
		expect(entry).not.toHaveProperty("modifiedAt");
	});

	it.each([
		"           DIR   01-31-97   10:02  no size",
		"     0    rsa    DIR   01-31-97   10:02  x",
		"     0           dir   01-31-97   10:02  x",
		"     3      A    Jan-31-97   10:02  x",
		"     3      A    1997-01-31  10:02  x",
		"     3      A    01-31-97   10:02  ",
		"     3      A    01-31-97   10:02",
		"01-31-97  10:02AM       <DIR>          x",
		"01-31-97  10:02AM                 4711 x",
		"4711  Jan 31, 2024 10:02 x",
		"",
	])("does not take %j", (line) => {
		expect(parseOs2Line(line, context)).toBeUndefined();
	});
});
