import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const root: URL = new URL("../", import.meta.url);

function read(path: string): string {
	return readFileSync(new URL(path, root), "utf8");
}

/** The rows of a table whose first cell has numbers, as their cells. */
function rowsOf(markdown: string): string[][] {
	return markdown
		.split("\n")
		.filter((line) => /^\| \d/.test(line))
		.map((line) => line.slice(2, -2).split(" | "));
}

const catalogue: string[][] = rowsOf(read("docs/hostile-servers.md"));
const numbers: readonly number[] = Array.from({ length: 104 }, (_, index) => index + 1);

/** Each case's number, and the files with tests of it: `test("7: ...")`, `number: 7` and the like. */
function filesByNumber(): Map<number, Set<string>> {
	const found = new Map<number, Set<string>>(numbers.map((number) => [number, new Set()]));
	const paths = ["packages", "interop", "scripts"].flatMap((folder) =>
		globSync(`${folder}/**/*.ts`, { cwd: root, exclude: (path) => /node_modules|dist/.test(path) }),
	);
	for (const path of paths) {
		const cases = path.startsWith("interop/hostile/cases/");
		if (!cases && !path.endsWith(".test.ts") && !path.startsWith("interop/checks/")) continue;
		const text = read(path);
		const titles = text.matchAll(/(?:\(|\[|name: )\s*["'`](\d{1,3}(?:, \d{1,3})*): /g);
		const played = cases ? text.matchAll(/\bnumber: (\d{1,3}),/g) : [];
		for (const [, list = ""] of [...titles, ...played])
			for (const number of list.split(", ")) found.get(Number(number))?.add(path.replaceAll("\\", "/"));
	}
	return found;
}

const shownBy: Map<number, Set<string>> = filesByNumber();

describe("docs/hostile-servers.md", () => {
	test("has every case once, in order", () => {
		expect(catalogue.map(([number]) => Number(number))).toEqual(numbers);
	});

	test.each(catalogue)("case %s: %s", (number, does, answer, where, files, ...rest) => {
		expect(rest).toEqual([]);
		for (const cell of [does, answer, where]) expect(cell).toMatch(/\w{2}/);
		const links = Array.from((files ?? "").matchAll(/\]\(\.\.\/([^)]+)\)/g), ([, path]) => path);
		expect(links).not.toEqual([]);
		expect(links).toEqual([...(shownBy.get(Number(number)) ?? [])].sort());
	});
});

describe("SECURITY.md", () => {
	const [, table = ""] = read("SECURITY.md").split("| guarantee | cases |\n");
	const guarantees = (table.split("\n\n")[0] ?? "")
		.split("\n")
		.filter((line) => line.startsWith("| "))
		.map((line) => line.slice(2, -2).split(" | "));

	test.each(guarantees)("%s: shown by %s", (guarantee, cases) => {
		expect(guarantee).toMatch(/\.$/);
		for (const part of (cases ?? "").split(", ")) expect(part).toMatch(/^\d{1,3}( to \d{1,3})?$/);
	});

	test("has every case behind a guarantee", () => {
		const used = new Set(
			guarantees.flatMap(([, cases = ""]) =>
				cases.split(", ").flatMap((part) => {
					const [from = 0, to = from] = part.split(" to ").map(Number);
					return numbers.slice(from - 1, to);
				}),
			),
		);
		expect([...used].sort((a, b) => a - b)).toEqual(numbers);
	});
});
