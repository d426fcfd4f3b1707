import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { seedsOf } from "./corpus.ts";
import { targets } from "./targets/index.ts";

test.each(Object.entries(targets))("%s stands all that is in its corpus, whole, cut short and changed", (name, fuzz) => {
	const seeds = seedsOf(name);
	expect(seeds.length).toBeGreaterThan(0);
	for (const seed of seeds) {
		fuzz(seed);
		for (let at = 0; at < seed.length; at++) {
			fuzz(seed.subarray(0, at));
			fuzz(seed.map((byte, index) => (index === at ? byte ^ 0xff : byte)));
		}
	}
});

test("a corpus is some target's", () => {
	const names = readdirSync(new URL("./corpus", import.meta.url)).map((file) => file.replace(/\.json$/, ""));
	expect(Object.keys(targets)).toEqual(expect.arrayContaining(names));
});
