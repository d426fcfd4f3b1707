// @ts-check
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { root, run } from "./run.mjs";

/**
 * What is used here of vitest's JSON report.
 *
 * @typedef {{ testResults: { name: string, status: string, assertionResults: { fullName: string, status: string }[] }[] }} Report
 * @typedef {{ passed: number, skipped: number, failed: string[] }} Tally
 */

/**
 * Runs all tests, shows what vitest says, and counts them.
 *
 * @returns {Promise<Tally>}
 */
export async function vitest() {
	const folder = await mkdtemp(join(tmpdir(), "isoftp-test-"));
	try {
		const file = join(folder, "report.json");
		const { ok } = await run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`]);
		const report = await readFile(file, "utf8").catch(() => undefined);
		if (report === undefined) return { passed: 0, skipped: 0, failed: ["vitest (it wrote no report)"] };
		return tally(JSON.parse(report), ok);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Counts a report. A file that failed without a failed test (it did not load, or a hook of it threw) counts as one failure, and
 * so does a run that failed although no file did (an error nobody caught).
 *
 * @param {Report} report
 * @param {boolean} ok whether vitest ended with exit code 0
 * @returns {Tally}
 */
export function tally(report, ok) {
	/** @type {Tally} */
	const result = { passed: 0, skipped: 0, failed: [] };
	for (const file of report.testResults) {
		const path = relative(root, file.name);
		const before = result.failed.length;
		for (const { status, fullName } of file.assertionResults) {
			if (status === "passed") result.passed++;
			else if (status === "failed") result.failed.push(`${path} > ${fullName}`);
			else result.skipped++;
		}
		if (file.status === "failed" && result.failed.length === before) result.failed.push(path);
	}
	if (!ok && result.failed.length === 0) result.failed.push("vitest (an error outside of all tests)");
	return result;
}
