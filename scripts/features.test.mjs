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

/**
 * What stands where the name of a test does: in the call, behind the table of `each`, first in a row of that table, or as the `name` of a
 * check. The same words anywhere else in the file show nothing.
 *
 * @param {string} text
 */
const namesIn = (text) =>
	Array.from(text.matchAll(/(?:\b(?:test|it|contractCase)\(|\)\(|^\t+\[|\bname:)\s*(["'`])(.+?)\1/gm), ([, , name]) => name);

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
			if (where === "no") expect(text).toContain(feature?.split(",")[0]);
			else expect(namesIn(text)).toContain(name);
		}
	});
});
