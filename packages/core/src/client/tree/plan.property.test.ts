import fc from "fast-check";
import { expect, test } from "vitest";
import { runs, timeFor } from "../../property-runs.ts";
import { closeAll } from "../test-fixture.ts";
import { type Content, contentOf, shown, trees } from "./plan-fixture.ts";

/** Few names, so that both trees often have the same ones, of one type or another. */
const NAME = fc.constantFrom("a", "b", "A", "x y", "\u00e9", ".h", "-l", "c.txt");
const PATH = fc.array(NAME, { minLength: 1, maxLength: 3 }).map((names) => names.join("/"));
const TEXT = fc.option(fc.constantFrom("", "1", "2", "33"), { nil: undefined });

/** No file is a directory as well: the first of what is drawn counts. */
const CONTENT = fc.array(fc.tuple(PATH, TEXT), { maxLength: 8 }).map((drawn) => {
	const content: Record<string, string | undefined> = {};
	for (const [path, text] of drawn) {
		const isInTheWay = (other: string): boolean => other === path || path.startsWith(`${other}/`) || other.startsWith(`${path}/`);
		if (!Object.keys(content).some(isInTheWay)) content[path] = text;
	}
	return content;
});

/** With the directories that are only in paths. */
function whole(content: Content): Content {
	const all: Record<string, string | undefined> = {};
	for (const [path, text] of Object.entries(content)) {
		for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) all[path.slice(0, at)] = undefined;
		all[path] = text;
	}
	return all;
}

test.each(["down", "up"] as const)(
	"carried out, a plan makes the target equal, and the next one is empty: %s",
	{ timeout: timeFor(60_000) },
	async (direction) => {
		const isQuiet = (line: string): boolean => /^skip .* same$/.test(line);
		await fc.assert(
			fc.asyncProperty(CONTENT, CONTENT, fc.boolean(), fc.boolean(), async (source, target, remove, byList) => {
				const options = byList ? { server: { quirks: { without: ["MLSD"], hidesDotNames: true } } } : {};
				const made = await (direction === "down" ? trees(source, target, {}, options) : trees(target, source, {}, options));
				const [from, to] = direction === "down" ? [made.remote, made.tree.files] : [made.tree.files, made.remote];
				const before = [contentOf(from), contentOf(to)];
				// What is there is of the same time: only the hash tells "1" from "2".
				const wanted = { compare: "hash", delete: remove, mostDeleted: 1000 } as const;
				const actions = await made.plan(direction, wanted);
				expect([contentOf(from), contentOf(to)]).toEqual(before);
				await made.carryOut(direction, actions);
				const failed = actions.filter((action) => action.type === "problem");
				const problems = failed.map(({ path }) => path);
				// Of an empty server nobody can know whether it takes these for one.
				for (const { problem } of failed)
					expect(problem).toMatch(remove ? /would be one$/ : /would be one$|there is a \w+ where a \w+ is to be$/);
				const expected = remove ? whole(source) : { ...whole(target), ...whole(source) };
				const actual = contentOf(to);
				if (problems.length === 0) expect(actual).toEqual(expected);
				expect(contentOf(from)).toEqual(before[0]);
				const isTold = (path: string): boolean => problems.some((told) => path === told || path.startsWith(`${told}/`));
				for (const [path, text] of Object.entries(whole(source))) {
					if (!isTold(path)) expect([path, path in actual, actual[path]]).toEqual([path, true, text]);
				}
				const next = (await made.plan(direction, wanted)).filter(({ path }) => !isTold(path));
				expect(next.map(shown).filter((line) => !isQuiet(line))).toEqual([]);
				await closeAll();
			}),
			{ numRuns: runs(40) },
		);
	},
);

test("exactly what is extraneous is removed, and never what the filter leaves out", { timeout: timeFor(60_000) }, async () => {
	await fc.assert(
		fc.asyncProperty(CONTENT, CONTENT, NAME, async (source, target, left) => {
			const made = await trees(target, source);
			const filter = ({ path }: { readonly path: string }): boolean => !path.split("/").includes(left);
			const actions = await made.plan("up", { delete: true, mostDeleted: 1000, filter });
			await made.carryOut("up", actions);
			const actual = contentOf(made.remote);
			const isLeft = (path: string): boolean => !filter({ path });
			for (const [path, text] of Object.entries(whole(target))) {
				if (isLeft(path)) expect([path, path in actual, actual[path]]).toEqual([path, true, text]);
			}
			const told = actions.filter(({ type }) => type === "problem").map(({ path }) => path);
			for (const path of Object.keys(actual)) {
				const isThere = path in whole(source);
				const holdsLeft = Object.keys(actual).some((other) => other.startsWith(`${path}/`) && isLeft(other));
				expect(isThere || isLeft(path) || holdsLeft || told.some((one) => path.startsWith(`${one}/`)), path).toBe(true);
			}
			await closeAll();
		}),
		{ numRuns: runs(40) },
	);
});
