import { describe, expect, it } from "vitest";
import { parseEplfLine } from "./eplf.ts";

describe("parseEplfLine", () => {
	it("reads a file with all that the format can tell", () => {
		const line = "+i8388621.29609,m1706695323,r,s4711,up644,\treport one.csv";
		expect(parseEplfLine(line)).toEqual({
			name: "report one.csv",
			type: "file",
			size: 4711,
			modifiedAt: new Date("2024-01-31T10:02:03Z"),
			modifiedAtPrecision: "second",
			permissions: "644",
			unique: "8388621.29609",
			raw: line,
		});
	});

	it("leaves out what is empty", () => {
		const entry = parseEplfLine("+i,m,up,s,/,\tx");
		expect(Object.keys(entry ?? {})).toEqual(["name", "type", "raw"]);
	});

	it.each([
		["/,", "directory"],
		["r,", "file"],
		["/,r,", "directory"],
		["i1,", "unknown"],
		["", "unknown"],
	])("%j is a %s", (facts, type) => {
		const line = `+${facts}\tx`;
		expect(parseEplfLine(line)).toMatchObject({ name: "x", type, raw: line });
	});

	it.each([" x", "a\tb", "+x,\ty", "x ", ","])("leaves the name %j as it is", (name) => {
		expect(parseEplfLine(`+r,s1,\t${name}`)).toMatchObject({ name, size: 1 });
	});

	it("reads sizes past 2^53, and leaves out what is none", () => {
		expect(parseEplfLine("+r,s9007199254740993,\tx")?.sizeExact).toBe(9007199254740993n);
		expect(parseEplfLine("+r,s-1,\tx")).not.toHaveProperty("size");
		expect(parseEplfLine("+r,s,\tx")).not.toHaveProperty("size");
	});

	it.each(["m", "m-1", "mx", "m1.5", "m253402300800", "m1706000004711", "m8640000000001", "m999999999999999"])(
		"104: %j is no time, but the rest holds",
		(fact) => {
			const entry = parseEplfLine(`+${fact},r,s3,\tx`);
			expect(entry).toMatchObject({ name: "x", size: 3 });
			expect(entry).not.toHaveProperty("modifiedAt");
			expect(entry).not.toHaveProperty("modifiedAtPrecision");
		},
	);

	it("104: the last second of four-digit years is one", () => {
		expect(parseEplfLine("+m253402300799,\tx")?.modifiedAt).toEqual(new Date("9999-12-31T23:59:59Z"));
	});

	it("ignores facts that it does not know", () => {
		expect(parseEplfLine("+zzz,uid,r,__proto__,\tx")).toEqual({ name: "x", type: "file", raw: "+zzz,uid,r,__proto__,\tx" });
	});

	it.each(["", "+", "+r,", "+r,\t", "+r, x", "+r\tx", "+,\tx", " +r,\tx", "r,\tx", "-rw-r--r-- 1 a b 3 Jan  1 2024 x"])(
		"does not take %j for its own",
		(line) => {
			expect(parseEplfLine(line)).toBeUndefined();
		},
	);

	it.each(["r,", "r", ",", "\t", "+"])("comes to an end with very many of %j", (piece) => {
		const rest = piece.repeat(200_000);
		expect(parseEplfLine(`+${rest}`)?.type ?? "unknown").toMatch(/unknown|file/);
		expect(parseEplfLine(`+r,\t${rest}`)?.name).toBe(rest);
	});
});
