import { describe, expect, it } from "vitest";
import { parseWftpLine } from "./wftp.ts";
import { fixedZone, utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("parseWftpLine", () => {
	it("reads a file on a router", () => {
		const line = "boot.exe       1014196  01/31/24  Wed.    10:20:03";
		expect(parseWftpLine(line, context)).toEqual({
			name: "boot.exe",
			type: "file",
			size: 1_014_196,
			modifiedAt: new Date("2024-01-31T10:20:03Z"),
			modifiedAtPrecision: "second",
			raw: line,
		});
	});

	it("takes the time to be the server's, in this century or the last", () => {
		expect(parseWftpLine("config 4711 06/03/97  Tues. 10:20:03", { ...context, zone: fixedZone(60) })?.modifiedAt).toEqual(
			new Date("1997-06-03T09:20:03Z"),
		);
		expect(parseWftpLine("config 4711 31/01/24  Thur. 10:20:03", context)).not.toHaveProperty("modifiedAt");
	});

	it.each([
		"",
		"boot.exe",
		"boot.exe 1014196 01/31/24 10:20:03",
		"boot.exe 1014196 01/31/24 Wed 10:20:03",
		"boot.exe 1014196 01/31/2024 Wed. 10:20:03",
		"boot.exe x 01/31/24 Wed. 10:20:03",
		"boot exe 1014196 01/31/24 Wed. 10:20:03",
		"boot.exe 1014196 01/31/24 Wed. 10:20:03 x",
	])("does not take %j for its own", (line) => {
		expect(parseWftpLine(line, context)).toBeUndefined();
	});

	it.each([" ", "x", "1", "1 ", "x 1 "])("comes to an end with very many of %j", (piece) => {
		expect(parseWftpLine(`${piece.repeat(200_000)}\0`, context)).toBeUndefined();
	});
});
