// @ts-check
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const page = readFileSync(new URL("README.md", root), "utf8");
const [, rest = ""] = page.split("## Everything, and the test that shows it");
const [tables = ""] = rest.split("\n## ");

/** Feature, where it works, what shows it. */
const rows = tables
	.split("\n")
	.filter((line) => /^\| (?!feature )/.test(line))
	.map((line) => line.slice(2, -2).split(" | "));

const places = ["Node, Workers", "Node", "Workers", "Node; Workers with the newer TLS", "no", "not yet"];

describe("the README's table of features", () => {
	test("is there", () => expect(rows.length).toBeGreaterThan(130));

	test.each(rows)("%s: %s", (feature, where, shownBy, ...rest) => {
		expect(rest, feature).toEqual([]);
		expect(places).toContain(where);
		const [, name, path] = /^\[(.+)\]\(([^)]+)\)$/.exec(shownBy ?? "") ?? [];
		if (where === "not yet") expect(path).toBeUndefined();
		else if (path === undefined) expect(shownBy).toMatch(/\S/);
		else {
			// What works is shown by a test of that name, and what is left out has its reason there.
			const text = readFileSync(new URL(path, root), "utf8");
			expect(text).toContain(where === "no" ? feature?.split(",")[0] : name);
		}
	});
});
