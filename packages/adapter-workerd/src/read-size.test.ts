import { expect, test } from "vitest";
import { ReadSize } from "./read-size.ts";

test("waits for one byte until a read brings exactly the small chunk of the old stack", () => {
	const size = new ReadSize();
	expect(size.minimum).toBe(1);
	size.learn(4095, 0);
	size.learn(262_144, 0);
	expect(size.minimum).toBe(1);
	size.learn(4096, 0);
	expect(size.minimum).toBe(32_768);
});

test("keeps the large minimum while reads are quick", () => {
	const size = new ReadSize();
	size.learn(4096, 1);
	size.learn(33_091, 50);
	expect(size.minimum).toBe(32_768);
});

test("takes whatever comes after a read that had to wait, even if it brought the small chunk", () => {
	const size = new ReadSize();
	size.learn(4096, 0);
	size.learn(32_768, 51);
	expect(size.minimum).toBe(1);
	size.learn(4096, 5_000);
	expect(size.minimum).toBe(1);
});
