import { expect, it } from "vitest";
import { interleave, median } from "./repeat.ts";

it("takes the middle one, or the mean of the two in the middle", () => {
	expect(median([10, 1, 3])).toBe(3);
	expect(median([4, 1, 3, 10])).toBe(3.5);
	expect(median([])).toBeNaN();
});

it("runs the contenders in turn", async () => {
	const order: string[] = [];
	const run = (name: string) => async () => order.push(name);
	const outcomes = await interleave({ a: run("a"), b: run("b") }, 2);
	expect(order).toEqual(["a", "b", "a", "b"]);
	expect(outcomes.get("b")).toEqual([2, 4]);
});
