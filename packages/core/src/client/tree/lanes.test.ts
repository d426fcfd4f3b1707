import { expect, test } from "vitest";
import { Lanes } from "./lanes.ts";

/** Jobs that end when they are told to. */
function jobs(): { readonly begun: number[]; job(number: number): () => Promise<void>; end(number: number): Promise<void> } {
	const begun: number[] = [];
	const ends = new Map<number, () => void>();
	return {
		begun,
		job: (number) => () =>
			new Promise((resolve) => {
				begun.push(number);
				ends.set(number, resolve);
			}),
		async end(number) {
			ends.get(number)?.();
			for (let turn = 0; turn < 10; turn++) await Promise.resolve();
		},
	};
}

test("so many at once, in their order, and no more may wait", async () => {
	const lanes = new Lanes(2, 3);
	const { begun, job, end } = jobs();
	for (const number of [0, 1, 2, 3, 4]) await lanes.add(job(number));
	expect(begun).toEqual([0, 1]);
	let hasRoom = false;
	const added = lanes.add(job(5)).then(() => {
		hasRoom = true;
	});
	for (let turn = 0; turn < 10; turn++) await Promise.resolve();
	expect(hasRoom).toBe(false);
	await end(1);
	expect(begun).toEqual([0, 1, 2]);
	expect(hasRoom).toBe(true);
	await added;
	let isDrained = false;
	const drained = lanes.drained().then(() => {
		isDrained = true;
	});
	for (const number of [0, 2, 3, 4]) await end(number);
	expect(isDrained).toBe(false);
	await end(5);
	await drained;
	expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
});
