import { expect, it } from "vitest";
import { MONTHS, monthNumber, monthPattern } from "./months.ts";

it("knows the English months and their usual short forms", () => {
	const short = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
	expect(short.join("")).toBe(MONTHS);
	expect(short.map(monthNumber)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
	const others = ["JAN", "january", "Sept", "sePTember", "June"];
	expect(others.map(monthNumber)).toEqual([1, 1, 9, 9, 6]);
	for (const word of [...short, ...others]) expect(word).toMatch(new RegExp(`^${monthPattern()}$`, "i"));
});

it("knows no other word", () => {
	const others = ["", "Ja", "anf", "Jam", "Janx", "Januaryy", "Okt", "decx", "mai", "__proto__", "novdec"];
	expect(others.map(monthNumber)).toEqual(others.map(() => 0));
});
