// @ts-check
import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

const windows = process.platform === "win32";

/**
 * The environment for every tool. The workspace brings its own Node as a devDependency, because the tools want a newer one
 * than the packages do; with its folder first on the PATH, all of them find it.
 *
 * @returns {NodeJS.ProcessEnv}
 */
function environment() {
	// `npm test --silent` is about npm's own words; the tools below it must still be able to say what went wrong.
	const { PATH, Path, npm_config_loglevel: _, ...rest } = process.env;
	// The Node that all began with, for what must run on more than the newest one.
	const ISOFTP_NODE = process.env.ISOFTP_NODE ?? process.execPath;
	return { ...rest, ISOFTP_NODE, PATH: [`${root}node_modules/.bin`, PATH ?? Path ?? ""].join(delimiter) };
}

/**
 * Runs a command to its end. `quiet` collects what it writes instead of showing it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, quiet?: boolean }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(command, args, { cwd = root, quiet = false } = {}) {
	return new Promise((resolve) => {
		/** @type {import("node:child_process").StdioOptions} */
		const stdio = quiet ? ["ignore", "pipe", "pipe"] : "inherit";
		// Windows starts npm, npx and the tools only through its shell: they are .cmd files there.
		const child = spawn(command, args, { cwd, stdio, env: environment(), shell: windows });
		let output = "";
		const collect = (/** @type {Buffer} */ chunk) => {
			output += chunk;
		};
		child.stdout?.on("data", collect);
		child.stderr?.on("data", collect);
		child.on("error", (error) => resolve({ ok: false, output: `${output}${command}: ${error.message}\n` }));
		child.on("close", (code) => resolve({ ok: code === 0, output }));
	});
}

/**
 * Runs pnpm, which need not be installed: npx fetches it.
 *
 * @param {readonly string[]} args
 * @param {{ cwd?: string, quiet?: boolean }} [options]
 */
export function pnpm(args, options) {
	return run("npx", ["-y", "pnpm@10", ...args], options);
}
