// @ts-check
import { pnpm } from "./run.mjs";

/** @typedef {{ ok: boolean, output: string }} Outcome */

/**
 * Does one step: says so in a line, and how it went in the next. What the step wrote is shown when it failed, or always
 * for `show`.
 *
 * @param {string} title
 * @param {() => Promise<Outcome>} work
 * @param {{ show?: boolean }} [options]
 * @returns {Promise<boolean>}
 */
export async function step(title, work, { show = false } = {}) {
	console.log(`> ${title}`);
	const started = performance.now();
	const { ok, output } = await work();
	if (output !== "" && (show || !ok)) console.log(output.trimEnd());
	console.log(`  ${ok ? "ok" : "FAILED"} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
	return ok;
}

/** @returns {Promise<boolean>} */
export function install() {
	return step("Install the dependencies of the lock file (npx pnpm install --frozen-lockfile)", () =>
		pnpm(["install", "--frozen-lockfile"], { quiet: true }),
	);
}

/** @returns {Promise<boolean>} */
export function build() {
	return step("Build the packages (pnpm run build)", () => pnpm(["run", "build"], { quiet: true }));
}
