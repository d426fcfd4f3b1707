import { expect, test } from "vitest";
import type { TreeEntry } from "./file-tree.ts";
import { fingerprint, identityOf, revived, temporaryPath } from "./identity.ts";

const file: TreeEntry = { path: "a.csv", type: "file", size: 5, modifiedAt: new Date("2026-01-02T03:04:05Z") };

test("an identity is the same in every run, and in every version", () => {
	expect(identityOf("in/a.csv", file)).toBe("07be19f7dcc8b81d");
	expect(identityOf("in/a.csv", { ...file, path: "elsewhere", modifiedAtPrecision: "second" })).toBe(
		identityOf("in/a.csv", file),
	);
});

test.each<[string, string, Partial<TreeEntry>]>([
	["another path", "in/b.csv", {}],
	["another size", "in/a.csv", { size: 6 }],
	["another time", "in/a.csv", { modifiedAt: new Date("2026-01-02T03:04:06Z") }],
])("%s is another identity", (_, path, change) => {
	expect(identityOf(path, { ...file, ...change })).not.toBe(identityOf("in/a.csv", file));
});

test.each<Partial<TreeEntry>>([
	{ size: undefined },
	{ modifiedAt: undefined },
	{ modifiedAtPrecision: "minute" },
	{ modifiedAtPrecision: "day" },
])("what is not known exactly has none: %j", (change) => {
	expect(identityOf("in/a.csv", { ...file, ...change })).toBeUndefined();
});

test("no two of twenty thousand files have the same fingerprint, nor two that differ in one character", () => {
	const seen = new Set<string>();
	for (let index = 0; index < 20_000; index++) seen.add(fingerprint([`dir/file-${index}.dat`, index % 7, 0]));
	expect(seen.size).toBe(20_000);
	expect(new Set(["ab", "ba", "aa", "a", "", "\0", "é", "e\u0301"].map((text) => fingerprint([text]))).size).toBe(8);
	expect([...seen].filter((each) => !/^[0-9a-f]{16}$/.test(each))).toEqual([]);
});

test("a temporary name is beside the file, and no longer than a name may be", () => {
	expect(temporaryPath("/in/a.csv", "0123456789abcdef")).toBe("/in/.a.csv.0123456789abcdef.part");
	expect(temporaryPath("a", "0")).toBe(".a.0.part");
	const bytes = (text: string): number => new TextEncoder().encode(text).length;
	for (const character of ["x", "é", "字", "🚲"]) {
		const path = temporaryPath(`in/${character.repeat(255)}`, "0123456789abcdef");
		const name = path.slice("in/".length);
		expect(bytes(name)).toBeLessThanOrEqual(255);
		expect(bytes(name)).toBeGreaterThan(255 - bytes(character));
		expect(name).toMatch(/^\.(.)\1+\.0123456789abcdef\.part$/u);
	}
});

test("an entry that went through JSON has a date again", () => {
	expect(revived(JSON.parse(JSON.stringify(file)) as TreeEntry)).toEqual(file);
	expect(revived(file)).toEqual(file);
	expect(revived({ path: "a", type: "file" })).toEqual({ path: "a", type: "file" });
	const broken = { ...file, modifiedAt: "yesterday" as unknown as Date };
	expect(() => revived(broken)).toThrow(expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT" }));
});
