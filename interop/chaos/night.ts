/**
 * Many runs, for a night: `node interop/chaos/night.ts --runs 500 --seed 1`. Each run that fails is shown with its seed, by which
 * `ISOFTP_CHAOS_SEED=... vitest run interop/chaos interop/workerd/chaos.test.ts` repeats it everywhere.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
	options: {
		/** How many runs. */
		runs: { type: "string", default: "500" },
		/** The seed of the first; each next one has the next number. By default another one every night. */
		seed: { type: "string", default: String(Math.floor(Date.now() / 1000)) },
	},
});

for (const [name, value] of Object.entries(values)) {
	if (!/^\d{1,10}$/.test(value)) throw new Error(`--${name} must be a whole number`);
}
console.log(`${values.runs} runs from seed ${values.seed} on`);

const root = fileURLToPath(new URL("../..", import.meta.url));
const vitest = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));
const child = spawn(process.execPath, [vitest, "run", "interop/chaos", "interop/workerd/chaos.test.ts"], {
	cwd: root,
	env: { ...process.env, ISOFTP_CHAOS_RUNS: values.runs, ISOFTP_CHAOS_FIRST: values.seed },
	stdio: "inherit",
});
child.once("exit", (code) => {
	process.exitCode = code ?? 1;
});
