// @ts-check
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./run.mjs";
import { tally } from "./vitest.mjs";

const path = join("packages", "core", "a.test.ts");

/** @param {string} status @param {readonly string[]} statuses of its tests */
const file = (status, statuses) => ({
	name: join(root, path),
	status,
	assertionResults: statuses.map((each, index) => ({ fullName: `test ${index}`, status: each })),
});

describe("tally", () => {
	it("counts what passed and what was skipped, and names what failed", () => {
		const report = { testResults: [file("failed", ["passed", "failed", "pending", "skipped"]), file("passed", ["passed"])] };
		expect(tally(report, false)).toEqual({ passed: 2, skipped: 2, failed: [`${path} > test 1`] });
	});

	it("counts a file that failed without a failed test", () => {
		expect(tally({ testResults: [file("failed", [])] }, false)).toEqual({ passed: 0, skipped: 0, failed: [path] });
	});

	it("counts a run that failed although no test did", () => {
		expect(tally({ testResults: [file("passed", ["passed"])] }, false).failed).toHaveLength(1);
	});

	it("finds nothing wrong with a good run", () => {
		expect(tally({ testResults: [file("passed", ["passed"])] }, true)).toEqual({ passed: 1, skipped: 0, failed: [] });
	});
});
