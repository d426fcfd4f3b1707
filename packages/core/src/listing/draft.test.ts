import { expect, it } from "vitest";
import { finished } from "./draft.ts";
import type { Entry } from "./entry.ts";

const entry: Entry = { name: "x", type: "file", size: 3, raw: "x" };

it("leaves out what has no value", () => {
	const made = finished({ ...entry, owner: undefined, group: "www", modifiedAt: undefined }, "3");
	expect(Object.keys(made)).toEqual(["name", "type", "size", "raw", "group"]);
	expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
	expect(finished(entry, "3")).toEqual(entry);
});

it("adds where a link points, where that is known", () => {
	expect(finished({ ...entry }, "3", "../y").linkTarget).toBe("../y");
	expect(finished({ ...entry }, "3")).not.toHaveProperty("linkTarget");
	expect(finished({ ...entry }, "3", "")).not.toHaveProperty("linkTarget");
});

it("keeps the exact size beside one that is rounded, out of the way of JSON", () => {
	const large = finished({ ...entry, size: 9007199254740992 }, "9007199254740993");
	expect(large.sizeExact).toBe(9007199254740993n);
	expect(Object.keys(large)).not.toContain("sizeExact");
	expect(JSON.parse(JSON.stringify(large))).toEqual({ ...entry, size: 9007199254740992 });
	expect(finished({ ...entry, size: Number.MAX_SAFE_INTEGER }, "9007199254740991")).not.toHaveProperty("sizeExact");
});
