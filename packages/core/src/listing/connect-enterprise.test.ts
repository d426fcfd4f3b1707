import { describe, expect, it } from "vitest";
import { parseConnectEnterpriseLine } from "./connect-enterprise.ts";
import { utcZone } from "./zone.ts";

const context = { now: Date.parse("2025-06-15T12:00:00Z"), zone: utcZone };

describe("parseConnectEnterpriseLine", () => {
	it("reads a batch", () => {
		const line = "-CT--E----FTP A BANK01      20417       5000000000 Aug 12 13:56 DAILY ORDERS";
		expect(parseConnectEnterpriseLine(line, context)).toEqual({
			name: "DAILY ORDERS",
			type: "file",
			size: 5_000_000_000,
			modifiedAt: new Date("2024-08-12T13:56:00Z"),
			modifiedAtPrecision: "minute",
			owner: "BANK01",
			facts: { flags: "-CT--E----", protocol: "FTP", code: "A", batch: "20417" },
			raw: line,
		});
	});

	it("reads a batch of a year ago, and one with a date that does not exist", () => {
		expect(parseConnectEnterpriseLine("-C--E-----FTP B X 7 41 Apr 1 2014 Q", context)).toMatchObject({
			name: "Q",
			size: 41,
			modifiedAt: new Date("2014-04-01T00:00:00Z"),
			modifiedAtPrecision: "day",
		});
		const entry = parseConnectEnterpriseLine("-C--E-----FTP B X 7 41 Apr 31 2014 Q", context);
		expect(entry).toMatchObject({ name: "Q", size: 41 });
		expect(entry).not.toHaveProperty("modifiedAt");
	});

	it.each([
		"-rw-r--r-- 1 a b 3 Jan 31  2024 x",
		"---------- 1 a b 3 Jan 31  2024 x",
		"----------FTP B X 7 41 Apr 1 2014 Q",
		"-C--E-----FTP B X 7 41 Apr 1 2014 ",
		"-C--E-----FTP B X 7 x Apr 1 2014 Q",
		"-C--E-----ftp B X 7 41 Apr 1 2014 Q",
		"",
	])("does not take %j", (line) => {
		expect(parseConnectEnterpriseLine(line, context)).toBeUndefined();
	});
});

describe("parseConnectEnterpriseLine, for LIST $$", () => {
	it("reads a batch with all its columns", () => {
		const line = "ANNA     00020417 00004711 <DAILY ORDERS>+       240131-1002  A RT      TCP BIN";
		expect(parseConnectEnterpriseLine(line, context)).toEqual({
			name: "DAILY ORDERS",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:00Z"),
			modifiedAtPrecision: "minute",
			owner: "ANNA",
			facts: { flags: "A RT", protocol: "TCP", code: "BIN", batch: "00020417" },
			raw: line,
		});
	});

	it.each(["Total Number of batches listed: 14", "Total number of Mailboxes = 3"])("sees that %j names no file", (line) => {
		expect(parseConnectEnterpriseLine(line, context)).toBe("nothing");
	});

	it.each([
		"ANNA 00020417 00004711 ORDERS 240131-1002 A R TCP BIN",
		"ANNA 20417 4711 <ORDERS> 240131-1002 A R TCP BIN",
		"ANNA 00020417 00004711 <ORDERS> 240131-1002 A R TCP BIN x",
		"ANNA 00020417 00004711 <> 240131-1002 A R TCP BIN",
	])("does not take %j", (line) => {
		expect(parseConnectEnterpriseLine(line, context)).toBeUndefined();
	});

	it.each([" ", "A ", "0", "<", "-"])("comes to an end with very many of %j", (piece) => {
		const rest = piece.repeat(200_000);
		expect(parseConnectEnterpriseLine(`ANNA 00020417 00004711 <ORDERS> 240131-1002 ${rest}\0`, context)).toBeUndefined();
		expect(parseConnectEnterpriseLine(`-C--E-----FTP ${rest}\0`, context)).toBeUndefined();
	});
});
