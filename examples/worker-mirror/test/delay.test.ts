import { expect, test } from "vitest";
import { delayAfter } from "../src/delay.ts";

test("messages wait twice as long each time, and no longer than an hour", () => {
	expect([1, 2, 3, 8, 9, 100].map((deliveries) => delayAfter(deliveries, 15))).toEqual([15, 30, 60, 1_920, 3_600, 3_600]);
});
