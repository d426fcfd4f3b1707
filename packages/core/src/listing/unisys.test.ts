import { describe, expect, it } from "vitest";
import { parseUnisysLine } from "./unisys.ts";

describe("parseUnisysLine", () => {
	it("reads a file, of which it tells when it was made and not when it was changed", () => {
		const line = "REPORTS/DAILY           SEQDATA    4711 01/31/2024  10:02";
		expect(parseUnisysLine(line)).toEqual({
			name: "REPORTS/DAILY",
			type: "file",
			size: 4711,
			facts: { filekind: "SEQDATA", created: "01/31/2024 10:02" },
			raw: line,
		});
	});

	it.each(["Report for: (UC)A ON PACK", "          6 Files     504 Octets", "1 File 84 Octets"])(
		"sees that %j names no file",
		(line) => {
			expect(parseUnisysLine(line)).toBe("nothing");
		},
	);

	it.each([
		"A SEQDATA 84 01/31/2024",
		"A seqdata 84 01/31/2024 10:02",
		"A SEQDATA 84 2024-01-31 10:02",
		"A B SEQDATA 84 01/31/2024 10:02",
		"A SEQDATA 84 01/31/2024 10:02 x",
		"boot.exe 1014196 01/31/24 Wed. 10:20:03",
		"",
	])("does not take %j", (line) => {
		expect(parseUnisysLine(line)).toBeUndefined();
	});
});
