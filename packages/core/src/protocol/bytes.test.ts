import { expect, test } from "vitest";
import { concat } from "./bytes.ts";

test("a single array is given back as it is, and not copied", () => {
	const only = Uint8Array.of(1, 2);
	expect(concat([only])).toBe(only);
});

test.each([
	[[], []],
	[
		[[1, 2], [], [3]],
		[1, 2, 3],
	],
	[[[], [4]], [4]],
])("arrays are joined in their order", (parts, whole) => {
	expect([...concat(parts.map((part) => Uint8Array.from(part)))]).toEqual(whole);
});
