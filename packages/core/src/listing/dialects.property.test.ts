import fc from "fast-check";
import { expect, it } from "vitest";
import { runs } from "../property-runs.ts";
import { anyCharacter } from "../property-text.ts";
import type { Dialect } from "./dialect.ts";
import { context, dialectsOf, faultOf, sampleLines } from "./sound-entry.ts";

const dialects = new Map<string, Dialect>(
	Object.values(dialectsOf)
		.flat()
		.map((dialect) => [dialect.name, dialect]),
);

const place = fc.nat({ max: 120 });
const piece = fc.oneof(
	fc.string({ unit: fc.constantFrom("\r", "\n", " ", "\t", "\0"), minLength: 1, maxLength: 5 }),
	fc.string({ unit: fc.constantFrom(..."0123456789:-/.,;=[]()<>*%+ "), maxLength: 12 }),
	fc.string({ unit: anyCharacter, maxLength: 8 }),
	fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
	fc.tuple(fc.constantFrom(...sampleLines), place, place).map(([line, from, to]) => line.slice(from, to)),
);
/** Any part of a line, also none, in whose place something else stands. */
const changes = fc.array(fc.tuple(place, fc.oneof(fc.constant(0), fc.nat({ max: 12 })), piece), { maxLength: 5 });

const changed = fc
	.tuple(fc.constantFrom(...sampleLines), changes)
	.map(([line, all]) => all.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), line));
const anyLine = fc.oneof(
	{ weight: 9, arbitrary: changed },
	{ weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 60 }) },
);

it.each([...dialects])("85, 89: whatever a line is, %s answers, and every entry is a sound one", (_, dialect) => {
	fc.assert(
		fc.property(anyLine, (line) => {
			const answer = dialect(line, context);
			if (typeof answer !== "object") return answer === undefined || answer === "nothing" || answer === "continued";
			const fault = answer.raw === line ? faultOf(answer) : "another line than it was given";
			if (fault !== undefined) throw new Error(`${fault}: ${JSON.stringify(answer)}`);
			return true;
		}),
		{ numRuns: runs(500) },
	);
});

it("each dialect is among them by its own name", () => {
	expect(dialects.size).toBe(Object.values(dialectsOf).flat().length);
});
