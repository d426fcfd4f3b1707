import { expect, test } from "vitest";
import { Queue } from "./queue.ts";

test("79: one at a time, in the order they came", async () => {
	const queue = new Queue();
	const order: string[] = [];
	const visit = async (name: string): Promise<void> => {
		await queue.enter(undefined);
		order.push(`${name} in`);
		await Promise.resolve();
		order.push(`${name} out`);
		queue.leave();
	};
	await Promise.all([visit("a"), visit("b"), visit("c")]);
	expect(order).toEqual(["a in", "a out", "b in", "b out", "c in", "c out"]);
	expect(queue.outlook).toBe("nothing");
});

test("80: whoever is stopped leaves the line, and the others move up", async () => {
	const queue = new Queue();
	await queue.enter(undefined);
	const stop = new AbortController();
	const stopped = queue.enter(stop.signal);
	const next = queue.enter(undefined, true);
	expect(queue.outlook).toBe("something");
	stop.abort("enough");
	expect(queue.outlook).toBe("transfer");
	await expect(stopped).rejects.toBe("enough");
	queue.leave();
	await next;
	await expect(queue.enter(AbortSignal.abort("before"))).rejects.toBe("before");
	// A signal that fires later concerns nobody any more.
	stop.abort();
	queue.leave();
	await queue.enter(undefined);
});

test("all who wait are sent away, the one inside is not", async () => {
	const queue = new Queue();
	await queue.enter(undefined);
	const waiting = [queue.enter(undefined), queue.enter(undefined)];
	queue.dismiss("closed");
	for (const each of waiting) await expect(each).rejects.toBe("closed");
	queue.leave();
	await queue.enter(undefined);
});
