// `pnpm fuzz [target] [seconds]`: one target, or all one after the other, for so many seconds each.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { seedsOf } from "./corpus.ts";
import { fuzzer } from "./runtime.ts";
import { targets } from "./targets/index.ts";

/** Longer inputs find nothing that these do not, and take more time. */
const LONGEST = 400;

const folder = fileURLToPath(new URL(".", import.meta.url));
const [wanted = "all", time = "60"] = process.argv.slice(2);
const names = wanted === "all" ? Object.keys(targets) : [wanted];
const seconds = Number(time);
if (names.some((name) => !Object.hasOwn(targets, name)) || !Number.isInteger(seconds) || seconds < 1) {
	console.error(`Usage: pnpm fuzz [all|${Object.keys(targets).join("|")}] [seconds]`);
	process.exit(2);
}
const found = fuzzer();
if ("reason" in found) {
	console.error(found.reason);
	process.exit(1);
}
const { command } = found;

/** The code under test, as one file that is instrumented when it is loaded. */
async function bundle(target: string, work: string): Promise<string> {
	const outfile = join(work, "target.cjs");
	const contents = `import { targets } from "./targets/index.ts"; export const fuzz = targets[${JSON.stringify(target)}];`;
	const stdin = { contents, resolveDir: folder, loader: "ts" } as const;
	await build({ stdin, outfile, bundle: true, format: "cjs", platform: "node", target: "node20", logLevel: "warning" });
	return outfile;
}

/** The inputs to begin with, as the fuzzer wants them: a file each. It adds what it finds, so the next run goes on from there. */
function writeSeeds(target: string, work: string): string {
	const corpus = join(work, "corpus");
	mkdirSync(corpus, { recursive: true });
	for (const [number, bytes] of seedsOf(target).entries()) writeFileSync(join(corpus, `seed-${number}`), bytes);
	return corpus;
}

/** Whether nothing was found. */
async function run(target: string): Promise<boolean> {
	const work = join(folder, "dist", target);
	const corpus = writeSeeds(target, work);
	const [program, ...first] = command;
	const script = [await bundle(target, work), corpus, "--sync", "--disableBugDetectors=.*"];
	const limits = [`-max_total_time=${seconds}`, `-max_len=${LONGEST}`, "-timeout=10"];
	const output = [`-artifact_prefix=${work}/found-`, "-print_final_stats=1"];
	const { status, stderr } = spawnSync(program, [...first, ...script, "--", ...limits, ...output], {
		encoding: "utf8",
		maxBuffer: 2 ** 28,
	});
	// The last count that it tells: some runs end without the final one.
	const executions = [...stderr.matchAll(/^(?:stat::number_of_executed_units: |#)(\d+)/gm)].at(-1)?.[1] ?? "?";
	const coverage = [...stderr.matchAll(/cov: (\d+) ft: (\d+)/g)].at(-1);
	console.log(`${target}: ${executions} executions, ${coverage?.[1] ?? "?"} edges, ${coverage?.[2] ?? "?"} features`);
	if (status === 0) return true;
	// Without the lines about progress.
	console.error(stderr.replaceAll(/^#\d+\t.*\n/gm, ""));
	for (const file of readdirSync(work).filter((name) => name.startsWith("found-")))
		console.error(`${file}: ${JSON.stringify(readFileSync(join(work, file), "latin1"))}`);
	return false;
}

let isClean = true;
for (const name of names) isClean = (await run(name)) && isClean;
process.exitCode = isClean ? 0 : 1;
