import { describe, expect, it } from "vitest";
import { dialectSamples } from "./dialect-samples.ts";
import { context, dialectsOf, faultOf, sampleLines } from "./sound-entry.ts";

const everyDialect = Object.values(dialectsOf).flat();
/** One of each form of listing. */
const firstLines = [...sampleLines.slice(0, 2), ...Object.values(dialectSamples).flatMap(([line]) => line ?? [])];
const LONG = 32 * 1024;

function expectSoundFromAll(line: string): void {
	const answers = everyDialect.map((dialect) => dialect(line, context));
	expect(answers.map((answer) => (typeof answer === "object" ? faultOf(answer) : undefined)).filter(Boolean)).toEqual([]);
}

describe("a hostile server", () => {
	it.each(sampleLines)("89: can cut %j short, repeat a part of it or put something in it anywhere", (line) => {
		for (let at = 0; at <= line.length; at++) {
			const [before, after] = [line.slice(0, at), line.slice(at)];
			expectSoundFromAll(before);
			expectSoundFromAll(after);
			for (const piece of [" ", "\t", "\0", "\r", "\n", "  \t", "\ud800"]) expectSoundFromAll(before + piece + after);
			for (const length of [1, 2, 5, 12]) expectSoundFromAll(before + after.slice(0, length) + after);
		}
	});

	const pieces = [" ", "a=", "((((", "1 ", "1", "a", " -> ", ";", "[", "1 Jan 1 2024 ", "<DIR> ", "\n", ",", "-", "x,", "^", "*"];

	it.each(pieces)("85: can repeat %j for a megabyte", (piece) => {
		const rest = piece.repeat(1_000_000 / piece.length);
		for (const start of ["", "-rw", ...firstLines]) expectSoundFromAll(start + rest);
	});

	// What takes quadratic time would take hours here, wherever in the line it is.
	it.each(firstLines)("85: can repeat anything anywhere in %j", (line) => {
		const places = [...line.matchAll(/\b|$/g)].map(({ index }) => index);
		for (const piece of pieces) {
			const rest = piece.repeat(LONG / piece.length);
			for (const at of places) expectSoundFromAll(line.slice(0, at) + rest + line.slice(at));
		}
	});
});
