import { describe, expect, it } from "vitest";
import { type Goal, judge } from "./goal.ts";
import type { Result } from "./result.ts";

const result = (contender: string, value: number, unit = "s"): Result => ({
	group: "g",
	what: "w",
	server: "s",
	contender,
	value,
	unit,
	how: "",
});

function verdict(goal: Record<string, unknown>, ours: Result, ...others: Result[]): boolean | undefined {
	const [first] = judge(ours, [{ what: "w", contender: "isoftp", ...goal } as Goal], [ours, ...others]);
	return first?.isMet;
}

describe("judge", () => {
	it("compares a figure with its bound as it is shown", () => {
		expect(verdict({ atMost: 3.2 }, result("isoftp", 3.204))).toBe(true);
		expect(verdict({ atMost: 3.2 }, result("isoftp", 3.21))).toBe(false);
		expect(verdict({ atLeast: 600 }, result("isoftp", 599))).toBe(false);
	});

	it("compares a figure with a share of another contender's", () => {
		expect(verdict({ atMost: 0.5, of: "basic-ftp" }, result("isoftp", 1), result("basic-ftp", 2))).toBe(true);
		expect(verdict({ atMost: 0.5, of: "basic-ftp" }, result("isoftp", 1.1), result("basic-ftp", 2))).toBe(false);
	});

	it("takes less time and a higher rate for faster", () => {
		const goal = { timesFaster: 2, than: "basic-ftp" };
		expect(verdict(goal, result("isoftp", 1), result("basic-ftp", 2))).toBe(true);
		expect(verdict(goal, result("isoftp", 2, "MB/s"), result("basic-ftp", 1, "MB/s"))).toBe(true);
		expect(verdict(goal, result("isoftp", 1, "MB/s"), result("basic-ftp", 2, "MB/s"))).toBe(false);
	});

	it("leaves open what cannot be compared, and judges only what the goal is for", () => {
		expect(verdict({ timesFaster: 2, than: "lftp" }, result("isoftp", 1))).toBeUndefined();
		expect(judge(result("curl", 1), [{ what: "w", contender: "isoftp", atMost: 1 }], [])).toEqual([]);
		expect(judge(result("isoftp", 1), [{ what: "w", server: "other", contender: "isoftp", atMost: 1 }], [])).toEqual([]);
	});
});
