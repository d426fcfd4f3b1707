import { expect, test } from "vitest";
import { memoryJournal } from "../../testing/memory-journal.ts";
import { memoryTree } from "../../testing/memory-tree.ts";
import type { TreeEntry } from "./file-tree.ts";
import { openJournal } from "./journal.ts";
import type { TreeSides } from "./sides.ts";

const sides: TreeSides = { direction: "down", remote: "/in", tree: memoryTree() };
const file: TreeEntry = { path: "a\nb/c.csv", type: "file", size: 5, modifiedAt: new Date("2026-01-02T03:04:05Z") };
const other: TreeEntry = { ...file, path: "d" };

test("what one run has noted, the next one finds", async () => {
	const journal = memoryJournal();
	const first = await openJournal(journal, sides);
	expect(first.isDone(file)).toBe(false);
	await first.note(file);
	expect(journal.lines.every((line) => !line.includes("\n"))).toBe(true);
	const second = await openJournal(journal, sides);
	expect(second.isDone(file)).toBe(true);
	expect(second.isDone(other)).toBe(false);
	await second.close();
	expect(journal.lines).toEqual([]);
});

test.each<Partial<TreeEntry>>([{ size: 6 }, { modifiedAt: new Date(0) }, { size: undefined }, { modifiedAt: undefined }])(
	"a file that has changed, or about which nobody can know that, is not done: %j",
	async (change) => {
		const journal = memoryJournal();
		const first = await openJournal(journal, sides);
		await first.note(file);
		await first.note({ ...file, ...change, path: "unknown" });
		const second = await openJournal(journal, sides);
		expect(second.isDone({ ...file, ...change })).toBe(false);
		const isKnown = !Object.values(change).includes(undefined);
		expect(second.isDone({ ...file, ...change, path: "unknown" })).toBe(isKnown);
	},
);

test("whatever line was cut where, only that one is missing", async () => {
	const whole = memoryJournal();
	const first = await openJournal(whole, sides);
	await first.note(file);
	await first.note(other);
	const [header = "", one = "", two = ""] = whole.lines;
	for (let length = 0; length < header.length; length++) {
		const next = await openJournal(memoryJournal([header.slice(0, length)]), sides);
		expect(next.isDone(file)).toBe(false);
		// Where nothing ended the line, the next one stands behind it.
		const last = await openJournal(memoryJournal([`${header.slice(0, length)}${header}`, one]), sides);
		expect(last.isDone(file)).toBe(true);
	}
	for (let length = 0; length < two.length; length++) {
		const next = await openJournal(memoryJournal([header, one, two.slice(0, length)]), sides);
		expect([next.isDone(file), next.isDone(other)]).toEqual([true, false]);
		const last = await openJournal(memoryJournal([header, one, `${two.slice(0, length)}${header}`, two]), sides);
		expect([last.isDone(file), last.isDone(other)]).toEqual([true, true]);
	}
});

test.each<[string, readonly string[], string]>([
	["other trees", ['{"isoftp":"journal","direction":"up","remote":"/in","tree":"memory"}'], "another run"],
	["a letter", ["Dear Sir,", "", "with reference to"], "no journal"],
	["JSON that is none of ours", ["{", '  "name": "isoftp"', "}"], "no journal"],
	["a JSON text that is no object", ["null"], "no journal"],
])("%s are refused, and not touched", async (_, lines, why) => {
	const journal = memoryJournal([...lines]);
	const opening = openJournal(journal, sides);
	await expect(opening).rejects.toMatchObject({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
	await expect(opening).rejects.toThrow(why);
	expect(journal.lines).toEqual(lines);
});

test("a journal that fails is the caller's failure", async () => {
	const cause = new Error("disk full");
	const fails = (): Promise<void> => Promise.reject(cause);
	const failed = { name: "FTPAbortError", cause, message: "The journal failed" };
	await expect(openJournal({ ...memoryJournal(), append: fails }, sides)).rejects.toMatchObject(failed);
	const journal = memoryJournal();
	const logbook = await openJournal(journal, sides);
	Object.assign(journal, { append: fails, clear: fails });
	await expect(logbook.note(file)).rejects.toMatchObject(failed);
	await expect(logbook.close()).rejects.toMatchObject(failed);
});

test("a dry run writes nothing into it", async () => {
	const journal = memoryJournal();
	await openJournal(journal, sides, true);
	expect(journal.lines).toEqual([]);
});
