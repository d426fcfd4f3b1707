import { expect, test } from "vitest";
import { VirtualClock } from "./virtual-clock.ts";

test("time stands still until it is advanced", async () => {
	const clock = new VirtualClock();
	const start = clock.now();
	await clock.settle();
	expect(clock.now()).toBe(start);
	await clock.advance(1500);
	expect(clock.now()).toBe(start + 1500);
});

test("the start can be chosen", () => {
	expect(new VirtualClock(new Date(5)).now()).toBe(5);
	expect(new VirtualClock(7).now()).toBe(7);
});

test("timers run in the order they are due, each at its own moment", async () => {
	const clock = new VirtualClock(0);
	const seen: string[] = [];
	const note = (name: string) => () => {
		seen.push(`${name}@${clock.now()}`);
	};
	clock.after(20, note("c"));
	clock.after(10, note("a"));
	clock.after(10, note("b"));
	clock.after(31, note("late"));
	await clock.advance(30);
	expect(seen).toEqual(["a@10", "b@10", "c@20"]);
	expect(clock.pending).toBe(1);
});

test("what a timer sets off settles before the next timer runs", async () => {
	const clock = new VirtualClock(0);
	const seen: string[] = [];
	clock.after(10, () => {
		Promise.resolve()
			.then(() => Promise.resolve())
			.then(() => {
				seen.push("settled");
				clock.after(5, () => seen.push("nested"));
			});
	});
	clock.after(20, () => seen.push("next"));
	await clock.advance(20);
	expect(seen).toEqual(["settled", "nested", "next"]);
});

test("a cancelled timer neither runs nor counts, and cancelling twice is harmless", async () => {
	const clock = new VirtualClock(0);
	let ran = false;
	const cancel = clock.after(1, () => {
		ran = true;
	});
	expect(clock.pending).toBe(1);
	cancel();
	cancel();
	expect(clock.pending).toBe(0);
	await clock.advance(10);
	expect(ran).toBe(false);
});

test("a delay that is no positive number is due at once", async () => {
	const clock = new VirtualClock(0);
	let runs = 0;
	clock.after(-5, () => runs++);
	clock.after(Number.NaN, () => runs++);
	await clock.advance(0);
	expect(runs).toBe(2);
	expect(clock.now()).toBe(0);
});

test("until() moves on just as far as the promise needs", async () => {
	const clock = new VirtualClock(0);
	const promise = new Promise<string>((resolve) => {
		clock.after(40, () => clock.after(2, () => resolve("done")));
	});
	clock.after(1000, () => {});
	expect(await clock.until(promise)).toBe("done");
	expect(clock.now()).toBe(42);
	expect(clock.pending).toBe(1);
});

test("until() passes a rejection on", async () => {
	const clock = new VirtualClock(0);
	const promise = new Promise((_, reject) => {
		clock.after(3, () => reject(new Error("no")));
	});
	await expect(clock.until(promise)).rejects.toThrow("no");
});

test("until() says so when nothing will ever settle the promise", async () => {
	const clock = new VirtualClock(0);
	await expect(clock.until(new Promise(() => {}))).rejects.toThrow("did not settle");
	clock.after(100, () => {});
	await expect(clock.until(new Promise(() => {}), 50)).rejects.toThrow("within 50 ms");
	expect(clock.now()).toBe(0);
});
