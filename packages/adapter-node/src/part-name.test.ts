import { expect, test } from "vitest";
import { isPartName, isPartOf, partName } from "./part-name.ts";

const names = [
	"a",
	".a",
	"a b.txt",
	"a\nb",
	"x".repeat(255),
	"\u65e5".repeat(85),
	"\u{1f600}".repeat(63),
	".a.0123456789abcdef.part",
];

test.each(names)("the temporary name of %j is hidden, short enough for all systems, and known again", (name) => {
	for (const identity of [undefined, "", "1", "x".repeat(5_000)]) {
		const part = partName(name, identity);
		expect(part.startsWith(".")).toBe(true);
		expect(Buffer.byteLength(part)).toBeLessThanOrEqual(143);
		expect(part).not.toMatch(/\p{Cs}/u);
		expect(part).not.toContain("\ufffd");
		expect(isPartName(part)).toBe(true);
		// Those of a single attempt may be alive.
		expect(isPartOf(part, name)).toBe(identity !== undefined);
	}
});

test("an identity has one name, each attempt without one its own", () => {
	expect(partName("a", "1")).toBe(partName("a", "1"));
	expect(partName("a", "1")).not.toBe(partName("a", "2"));
	expect(partName("a")).not.toBe(partName("a"));
});

test("what is left of one file is not taken for that of another", () => {
	const long = "x".repeat(200);
	const pairs = [
		["a", "b"],
		["a", "a.b"],
		["a.b", "a"],
		["", "a"],
		[`${long}1`, `${long}2`],
		[long, long.slice(0, 96)],
	] as const;
	for (const [one, other] of pairs) expect(isPartOf(partName(one, "1"), other), `${one} and ${other}`).toBe(false);
});

test("other hidden files are no temporary ones", () => {
	for (const name of ["a", ".part", ".a.part", ".a.0123456789abcde.part", "a.0123456789abcdef.part", ".a.0123456789ABCDEF.part"])
		expect(isPartName(name), name).toBe(false);
});
