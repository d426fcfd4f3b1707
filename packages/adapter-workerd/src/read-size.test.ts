import { expect, test } from "vitest";
import { ReadSize } from "./read-size.ts";

/** The minimum after each of these reads. */
function minimums(...reads: [bytes: number, milliseconds: number][]): number[] {
	const size = new ReadSize();
	return reads.map(([bytes, milliseconds]) => {
		size.learn(bytes, milliseconds);
		return size.minimum;
	});
}

test("waits for one byte until a read brings exactly the small chunk of the old stack", () => {
	expect(new ReadSize().minimum).toBe(1);
	expect(minimums([4095, 0], [524_288, 0], [4097, 0], [4096, 0])).toEqual([1, 1, 1, 16_384]);
});

test("rises step by step while reads are quick, up to the largest", () => {
	expect(minimums([4096, 0], [16_384, 1], [65_536, 50], [262_144, 0], [262_144, 0])).toEqual([
		16_384, 65_536, 262_144, 262_144, 262_144,
	]);
});

test("takes whatever comes after a read that had to wait, even if it brought the small chunk", () => {
	expect(minimums([4096, 0], [16_384, 51], [4096, 5_000], [1460, 0], [4096, 0])).toEqual([16_384, 1, 1, 1, 16_384]);
});
