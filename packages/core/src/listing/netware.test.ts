import { describe, expect, it } from "vitest";
import { parseNetWareLine } from "./netware.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("parseNetWareLine", () => {
	it("reads a file", () => {
		const line = "- [RWCEAFMS] anna                          4711 Jan 31  2024 Price list.doc";
		expect(parseNetWareLine(line, context)).toEqual({
			name: "Price list.doc",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T00:00:00Z"),
			modifiedAtPrecision: "day",
			permissions: "RWCEAFMS",
			owner: "anna",
			raw: line,
		});
	});

	it("reads a directory, by the server's clock", () => {
		const line = "d [-----F--] BIG_VOLUME                    512 Apr 13 23:52 SYS";
		expect(parseNetWareLine(line, { ...context, zone: fixedZone(60) })).toMatchObject({
			name: "SYS",
			type: "directory",
			size: 512,
			modifiedAt: new Date("2025-04-13T22:52:00Z"),
			modifiedAtPrecision: "minute",
			permissions: "-----F--",
			owner: "BIG_VOLUME",
		});
	});

	it.each([
		["d [R----F--] admin            512       Jan 16 18:53    login", "login", "admin", 512],
		["- [----AF--]          0       4711 Feb 22 17:32 _ADMIN", "_ADMIN", "0", 4711],
		["-[R----F-]  1 eva           857 Feb 23  2000 !info!", "!info!", "eva", 857],
		["d[RWCEMFA]  1 eva           512 Nov 30  2001 in box", "in box", "eva", 512],
	])("reads the columns of %j", (line, name, owner, size) => {
		expect(parseNetWareLine(line, context)).toMatchObject({ name, owner, size });
	});

	it("has no date where there is no such day", () => {
		const entry = parseNetWareLine("- [RWCEAFMS] anna 3 Feb 31  2024 x", context);
		expect(entry).toMatchObject({ name: "x", size: 3 });
		expect(entry).not.toHaveProperty("modifiedAt");
	});

	it.each([
		"a [RWCEAFMS] anna 512 Jan 31  2024 x",
		"d [RWCEAFMX] anna 512 Jan 31  2024 x",
		"d [RWCEA] anna 512 Jan 31  2024 x",
		"d RWCEAFMS anna 512 Jan 31  2024 x",
		"d [RWCEAFMS] anna 512 01-31-2024 x",
		"d [RWCEAFMS] anna Jan 31  2024 x",
		"d [RWCEAFMS] anna 512 Jan 31  2024 ",
		"drwxr-xr-x 2 anna www 512 Jan 31  2024 x",
		"",
	])("does not take %j", (line) => {
		expect(parseNetWareLine(line, context)).toBeUndefined();
	});
});
