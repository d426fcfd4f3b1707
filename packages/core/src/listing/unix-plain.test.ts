import { describe, expect, it } from "vitest";
import { parsePlainUnixLine } from "./unix-plain.ts";

describe("parsePlainUnixLine", () => {
	it("reads a file without a date", () => {
		const line = "-rw-r--r--    1 0        www          4711 data.csv";
		expect(parsePlainUnixLine(line)).toEqual({
			name: "data.csv",
			type: "file",
			size: 4711,
			permissions: "rw-r--r--",
			owner: "0",
			group: "www",
			raw: line,
		});
	});

	it("reads directories and symlinks without a date", () => {
		expect(parsePlainUnixLine("drwxr-sr-x 1 0 0 0 rc.d")).toMatchObject({ name: "rc.d", type: "directory" });
		expect(parsePlainUnixLine("lrwxrwxrwx 1 0 0 20 conf -> /var/run/conf")).toMatchObject({
			name: "conf",
			type: "symlink",
			linkTarget: "/var/run/conf",
		});
	});

	it("reads a line of numbers, whose seconds are UTC's", () => {
		const line = "0100644   500  101   4711    1706695323       data 1.csv";
		expect(parsePlainUnixLine(line)).toEqual({
			name: "data 1.csv",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:03Z"),
			modifiedAtPrecision: "second",
			permissions: "0644",
			owner: "500",
			group: "101",
			raw: line,
		});
	});

	it.each([
		["040755 0 0 4096 0 x", "directory"],
		["0040755 0 0 4096 0 x", "directory"],
		["0120777 0 0 3 0 x", "symlink"],
		["100644 0 0 3 0 x", "file"],
	])("%j is a %s", (line, type) => {
		expect(parsePlainUnixLine(line)).toMatchObject({ name: "x", type, modifiedAt: new Date(0) });
	});

	it.each([
		"-rw-r--r-- 1 anna www 4711 Aug 22  data.csv",
		"-rw-r--r-- 1 anna www 4711 data 1.csv",
		"-rw-r--r-- anna www 4711 data.csv",
		"-rw-r--r-- 1 anna www data.csv",
		"crw-r--r-- 1 anna www 4711 null",
		"0777 500 101 4711 1706695323 x",
		"0170644 500 101 4711 1706695323 x",
		"0100644 500 101 4711 1706695323 ",
		"0100644 500 101 4711 x",
		"",
	])("does not take %j", (line) => {
		expect(parsePlainUnixLine(line)).toBeUndefined();
	});
});
