import { describe, expect, test } from "vitest";
import { ProgressMeter, type TreeProgress } from "./progress.ts";

interface Watched {
	readonly meter: ProgressMeter;
	readonly told: TreeProgress[];
	last(): TreeProgress;
	pass(milliseconds: number): void;
}

function watched(): Watched {
	const told: TreeProgress[] = [];
	let now = 1_000_000;
	const meter = new ProgressMeter(
		(progress) => void told.push(progress),
		() => now,
	);
	const last = (): TreeProgress => {
		meter.finish();
		return told.at(-1) as TreeProgress;
	};
	return {
		meter,
		told,
		last,
		pass: (milliseconds) => {
			now += milliseconds;
		},
	};
}

test("counts files and bytes, of what is to be copied and of what is", () => {
	const { meter, last } = watched();
	meter.plan(100);
	meter.plan(50);
	const file = meter.begin("a", 100);
	file.at(30);
	expect(last()).toMatchObject({
		paths: ["a"],
		files: { done: 0, total: 2 },
		bytes: { done: 30, total: 150 },
		isComplete: false,
	});
	file.at(100);
	file.end(true);
	meter.complete();
	expect(last()).toMatchObject({ paths: [], files: { done: 1, total: 2 }, bytes: { done: 100, total: 150 }, isComplete: true });
});

test("a file that is begun anew, fails, or has another size than it was said to have, keeps the numbers right", () => {
	const { meter, last } = watched();
	meter.plan(100);
	meter.plan(100);
	meter.plan();
	const changed = meter.begin("changed", 100);
	changed.at(70);
	changed.at(10);
	changed.at(120);
	changed.end(true);
	expect(last()).toMatchObject({ files: { done: 1, total: 3 }, bytes: { done: 120, total: 220 } });
	const failed = meter.begin("failed", 100);
	failed.at(99);
	failed.end(false);
	expect(last()).toMatchObject({ paths: [], files: { done: 1, total: 3 }, bytes: { done: 120, total: 220 } });
	const unknown = meter.begin("unknown");
	unknown.at(7);
	unknown.end(true);
	expect(last()).toMatchObject({ files: { done: 2, total: 3 }, bytes: { done: 127, total: 227 } });
});

test("is told ten times a second at the most, and at the end", () => {
	const { meter, told, pass } = watched();
	meter.plan(1_000);
	const file = meter.begin("a", 1_000);
	for (let bytes = 1; bytes <= 1_000; bytes++) {
		file.at(bytes);
		pass(1);
	}
	file.end(true);
	meter.finish();
	expect(told.map(({ bytes }) => bytes.done)).toEqual([1, 101, 201, 301, 401, 501, 601, 701, 801, 901, 1_000, 1_000]);
});

describe("the rate", () => {
	test("is that of the last ten seconds, and says how long the rest will take", () => {
		const { meter, pass, last } = watched();
		meter.plan(100_000);
		const file = meter.begin("a", 100_000);
		let bytes = 0;
		const move = (seconds: number, perSecond: number): void => {
			for (let step = 0; step < seconds * 10; step++) {
				pass(100);
				bytes += perSecond / 10;
				file.at(bytes);
			}
		};
		move(20, 1_000);
		expect(last().rate).toBeCloseTo(1_000, 0);
		expect(last().secondsLeft).toBeUndefined();
		meter.complete();
		expect(last().secondsLeft).toBeCloseTo(80, 0);
		move(12, 100);
		expect(last().rate).toBeCloseTo(100, 0);
		expect(last().secondsLeft).toBeCloseTo((100_000 - bytes) / 100, 0);
	});

	test("does not count what an earlier run has left, and falls to nothing where nothing moves", () => {
		const { meter, pass, last } = watched();
		meter.plan(2_000_000);
		const file = meter.begin("a", 2_000_000);
		file.found(1_000_000);
		pass(1_000);
		file.at(1_000_500);
		expect(last()).toMatchObject({ rate: 500, bytes: { done: 1_000_500, total: 2_000_000 } });
		meter.complete();
		pass(30_000);
		expect(last().rate).toBeLessThan(20);
		pass(30_000);
		expect(last()).toMatchObject({ rate: 0, secondsLeft: undefined });
	});

	test("nothing is left where nothing was to be done", () => {
		const { meter, last } = watched();
		meter.complete();
		expect(last()).toMatchObject({ isComplete: true, rate: 0, secondsLeft: 0 });
	});
});

test("what the caller's function throws, at once or later, is thrown on", async () => {
	const cause = new Error("no");
	const loud = new ProgressMeter(
		() => {
			throw cause;
		},
		() => 0,
	);
	expect(() => loud.finish()).toThrow(expect.objectContaining({ name: "FTPAbortError", cause }));
	const late = new ProgressMeter(
		() => Promise.reject(cause) as never,
		() => 0,
	);
	late.finish();
	await Promise.resolve();
	await Promise.resolve();
	expect(() => late.finish()).toThrow(expect.objectContaining({ name: "FTPAbortError", cause }));
});
