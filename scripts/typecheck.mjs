// @ts-check
// Type-checks every tsconfig of the workspace, the purity gate among them, as many at a time as there are cores.
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { root, run } from "./lib/run.mjs";

const configs = globSync("**/tsconfig*.json", { cwd: root, exclude: (path) => /(^|[\\/])(node_modules|dist)$/.test(path) })
	// The two at the root hold options for the others and have no files of their own.
	.filter((path) => path.includes("/") || path.includes("\\"))
	.sort();

const waiting = [...configs];
let failed = 0;

async function worker() {
	for (let config = waiting.shift(); config !== undefined; config = waiting.shift()) {
		const { ok, output } = await run("tsc", ["--pretty", "false", "-p", config], { quiet: true });
		console.log(`${ok ? "ok    " : "FAILED"} ${config}`);
		if (!ok) {
			failed++;
			console.log(output.trimEnd());
		}
	}
}

await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
process.exitCode = failed === 0 && configs.length > 0 ? 0 : 1;
