import { afterEach, expect, test, vi } from "vitest";
import { planOf } from "./retry.ts";

afterEach(() => {
	vi.restoreAllMocks();
});

test("without a wish nothing is tried again; true is five failures in a row, a thousand attempts in all", () => {
	expect(planOf(undefined)).toBeUndefined();
	expect(planOf(false)).toBeUndefined();
	for (const plan of [planOf(true), planOf({})]) expect(plan).toMatchObject({ attempts: 5, most: 1000 });
	expect(planOf({ attempts: 2, most: 7 })).toMatchObject({ attempts: 2, most: 7 });
});

test.each([
	[true, 0, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]],
	[true, 0.5, [750, 1500, 3000, 6000, 12_000, 22_500, 22_500]],
	[true, 1 - Number.EPSILON, [500, 1000, 2000, 4000, 8000, 15_000, 15_000]],
	[{ backoff: { first: 10, factor: 3, longest: 50 } }, 0, [10, 30, 50, 50]],
	[{ backoff: { first: 90, factor: 1, longest: 50 } }, 0, [50, 50]],
	[{ backoff: { first: 7 } }, 0, [7, 14, 28]],
	[{ backoff: { factor: 40 } }, 0, [1000, 30_000, 30_000]],
	[{ backoff: { first: 100, longest: 150 } }, 0, [100, 150, 150]],
	[{ backoff: 70 }, 0.9, [70, 70, 70]],
	[{ backoff: 0 }, 0.9, [0, 0]],
])("%j with %d of chance waits %j", (retry, chance, delays) => {
	vi.spyOn(Math, "random").mockReturnValue(chance);
	const plan = planOf(retry);
	for (const [at, delay] of delays.entries()) expect(plan?.delay(at + 1)).toBeCloseTo(delay, 5);
});
