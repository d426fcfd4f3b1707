import { expect, test } from "vitest";
import { parseFeatures } from "./features.ts";

function parse(...lines: string[]): [string, string][] {
	return [...parseFeatures({ code: 211, text: "", lines })];
}

test("names and parameters", () => {
	expect(parse("211-Features:", " MLST size*;create;modify*;", " SIZE", "\tMDTM", " REST STREAM", "211 End")).toEqual([
		["MLST", "size*;create;modify*;"],
		["SIZE", ""],
		["MDTM", ""],
		["REST", "STREAM"],
	]);
});

test("lines with the code in front, lower case, and features listed twice", () => {
	expect(parse("211-Extensions:", "211-utf8", "211-AUTH TLS", "211- AUTH SSL", "211 End")).toEqual([
		["UTF8", ""],
		["AUTH", "TLS;SSL"],
	]);
});

test("103: no features, and names that objects have", () => {
	expect(parse("211 No features")).toEqual([]);
	expect(parse("211-x", " __proto__ y", " constructor", "", "211 End")).toEqual([
		["__PROTO__", "y"],
		["CONSTRUCTOR", ""],
	]);
});

test("blanks behind a line are none of its parameters, and what does not begin with a name has none", () => {
	expect(parse("211-x", " REST STREAM \t ", " é FOO", "\u00a0BAR", "BAZ", "211 End")).toEqual([
		["REST", "STREAM"],
		["BAZ", ""],
	]);
});
