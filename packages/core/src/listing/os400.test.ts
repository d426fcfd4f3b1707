import { describe, expect, it } from "vitest";
import { type DateOrder, os400Dialect, parseOs400Line } from "./os400.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

function entryOf(line: string, order?: DateOrder): ReturnType<typeof parseOs400Line> {
	return (order === undefined ? parseOs400Line : os400Dialect(order))(line, context);
}

describe("parseOs400Line", () => {
	it("reads a stream file", () => {
		const line = "ANNA             4711 31.01.24 10:02:03 *STMF      price list.csv";
		expect(parseOs400Line(line, context)).toEqual({
			name: "price list.csv",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:03Z"),
			modifiedAtPrecision: "second",
			owner: "ANNA",
			facts: { type: "*STMF", date: "31.01.24" },
			raw: line,
		});
	});

	it("reads a member, of which it tells neither size nor date", () => {
		const line = "ANNA                                    *MEM       ORDERS.FILE/JANUARY.MBR";
		expect(parseOs400Line(line, context)).toEqual({
			name: "ORDERS.FILE/JANUARY.MBR",
			type: "file",
			owner: "ANNA",
			facts: { type: "*MEM" },
			raw: line,
		});
	});

	it("reads a directory, by the server's clock, and one of an anonymous login", () => {
		const zone = fixedZone(120);
		expect(parseOs400Line("QSYS 77824 01/31/24 10:02:03 *DIR home dir/", { ...context, zone })).toMatchObject({
			name: "home dir",
			type: "directory",
			size: 77_824,
			modifiedAt: new Date("2024-01-31T08:02:03Z"),
		});
		const anonymous = entryOf("               36864 31.01.24 10:02:03 *DIR       pub/");
		expect(anonymous).toMatchObject({ name: "pub", type: "directory" });
		expect(anonymous).not.toHaveProperty("owner");
	});

	it.each([
		["*DDIR", "directory"],
		["*LIB", "directory"],
		["*FLR", "directory"],
		["*FILE", "file"],
		["*DOC", "file"],
		["*SYMLNK", "symlink"],
		["*PGM", "unknown"],
	])("an object %s is of type %s", (object, type) => {
		const entry = entryOf(`ANNA 10 31.01.24 10:02:03 ${object} X`);
		expect(entry).toMatchObject({ name: "X", type, facts: { type: object } });
	});

	it.each([
		["*FILE QTEMP/ORDERS", "QTEMP/ORDERS"],
		["*MEM  QTEMP/ORDERS.JANUARY", "QTEMP/ORDERS.JANUARY"],
		["*STMF /home/anna/x.csv", "x.csv"],
		["*DIR  /home/anna/", "anna"],
		["*FILE /QSYS.LIB/SALES.LIB/ORDERS.FILE", "ORDERS.FILE"],
		["*MEM  /QSYS.LIB/SALES.LIB/ORDERS.FILE/JANUARY.MBR", "ORDERS.FILE/JANUARY.MBR"],
		["*MEM  /JANUARY.MBR", "JANUARY.MBR"],
		["*DIR  /", "/"],
		["*STMF x/", "x/"],
	])("the name in %j is %j", (rest, name) => {
		expect(entryOf(`ANNA 10 31.01.24 10:02:03 ${rest}`)).toMatchObject({ name });
	});

	// In June 2025.
	it.each([
		["01/31/24", "2024-01-31"],
		["31/01/24", "2024-01-31"],
		["24/01/31", "2024-01-31"],
		["96/09/20", "1996-09-20"],
		["24/06/24", "2024-06-24"],
		["24-12-30", "2024-12-30"],
		["20,06,24", "2024-06-20"],
		["02/02/24", "2024-02-02"],
		["06/16/25", "2025-06-16"],
	])("%s is %s", (date, iso) => {
		expect(entryOf(`ANNA 10 ${date} 10.02.03 *STMF x`)).toMatchObject({
			name: "x",
			modifiedAt: new Date(`${iso}T10:02:03Z`),
			facts: { date },
		});
	});

	it.each(["03/04/24", "31/02/24", "32/13/32", "01.31.24", "24/24/24", "99/99/99"])(
		"%s is no day, or may be two, and only the fact tells it",
		(date) => {
			const entry = entryOf(`ANNA 10 ${date} 10:02:03 *STMF x`);
			expect(entry).toMatchObject({ name: "x", size: 10, facts: { date } });
			expect(entry).not.toHaveProperty("modifiedAt");
			expect(entry).not.toHaveProperty("modifiedAtPrecision");
		},
	);

	it("has no time that does not exist", () => {
		expect(entryOf("ANNA 10 31.01.24 30:06:29 *STMF x")).not.toHaveProperty("modifiedAt");
	});

	it.each([
		"ANNA              4711 04/03/18 13:18:19 STMF       x",
		"ANNA              4711    03/24 13:18:19 *FILE      x",
		"ANNA              4711 04/03-18 13:18:19 *FILE      x",
		"ANNA              471104/03/18 13:18:19 *FILE      x",
		"ANNA              4711 04/03/18 13:18:19 *FILE",
		"ANNA USER         4711 04/03/18 13:18:19 *FILE      x",
		"ANNA USER                               *MEM       X.FILE/X.MBR",
		"LONGEROWNER       4711 04/03/18 13:18:19 *FILE      x",
		"ANNA                                    *MEM       ",
		"----rwxr-x   1 ANNA     0           4711 Mar 18 18:58 x",
		"",
	])("does not take %j", (line) => {
		expect(entryOf(line)).toBeUndefined();
	});
});

describe("os400Dialect", () => {
	it.each([
		["mdy", "2024-03-04"],
		["dmy", "2024-04-03"],
		["ymd", "2003-04-24"],
	] as const)("reads 03/04/24 in the order %s as %s", (order, iso) => {
		expect(entryOf("ANNA 10 03/04/24 10:02:03 *STMF x", order)).toMatchObject({ modifiedAt: new Date(`${iso}T10:02:03Z`) });
	});

	it("takes the future as it comes, and no other order", () => {
		expect(entryOf("ANNA 10 31.12.29 10:02:03 *STMF x", "dmy")).toMatchObject({ modifiedAt: new Date("2029-12-31T10:02:03Z") });
		expect(entryOf("ANNA 10 12/31/24 10:02:03 *STMF x", "dmy")).not.toHaveProperty("modifiedAt");
	});
});
