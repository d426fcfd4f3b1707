import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../property-runs.ts";
import { Line } from "./pool-line.ts";

test("a line is in the order of its numbers, whoever comes and goes", () => {
	const step = fc.record({ number: fc.nat({ max: 30 }), comes: fc.boolean() });
	fc.assert(
		fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
			const line = new Line<{ readonly number: number }>();
			const all = Array.from({ length: 31 }, (_, number) => ({ number }));
			const inLine = new Set<number>();
			for (const { number, comes } of steps) {
				const entry = all[number];
				if (!entry || (comes && inLine.has(number))) continue;
				if (comes) line.add(entry);
				else line.delete(entry);
				if (comes) inLine.add(number);
				else inLine.delete(number);
				const expected = [...inLine].sort((a, b) => a - b);
				expect([...line].map((each) => each.number)).toEqual(expected);
				expect(line.first?.number).toBe(expected[0]);
				expect(line.size).toBe(expected.length);
				expect(line.has(entry)).toBe(comes);
			}
			// To the last one, while they are told.
			for (const entry of line) line.delete(entry);
			expect([line.size, line.first]).toEqual([0, undefined]);
		}),
		{ numRuns: runs(200) },
	);
});
