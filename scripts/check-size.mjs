// @ts-check
// What a user's bundle grows by: each entry point bundled with all it imports, minified and gzipped, against size-budgets.json.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { root } from "./lib/run.mjs";

/** @typedef {{ from: string, use: string, maxKilobytes: number }} Budget */

/** @type {{ budgets: Budget[] }} */
const { budgets } = JSON.parse(readFileSync(join(root, "scripts/size-budgets.json"), "utf8"));

/** @param {string} entry such as "@isoftp/core/testing" @returns {string} the file that an import of it loads */
function builtFile(entry) {
	const [, name, ...path] = entry.split("/");
	const folder = join(root, "packages", name ?? "");
	const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
	const file = join(folder, exports[[".", ...path].join("/")].import.default);
	if (!existsSync(file)) throw new Error(`${entry} is not built: run \`pnpm build\` first`);
	return file;
}

/** @param {Budget} budget @returns {Promise<{ minified: number, gzipped: number }>} bytes */
async function measure({ from, use }) {
	const { outputFiles } = await build({
		stdin: { contents: `export ${use} from ${JSON.stringify(builtFile(from))};`, resolveDir: root },
		bundle: true,
		minify: true,
		write: false,
		format: "esm",
		target: "es2022",
		platform: "neutral",
		external: ["node:*", "cloudflare:*"],
		// The workspace's own tsconfig leads the packages' names to their sources; here the built files are meant.
		tsconfigRaw: {},
		legalComments: "none",
		logLevel: "error",
	});
	const bytes = outputFiles[0]?.contents ?? new Uint8Array();
	return { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length };
}

/** @param {readonly string[]} cells */
function row([what = "", ...numbers]) {
	return what.padEnd(52) + numbers.map((text) => text.padStart(10)).join("");
}

/** @param {number} bytes */
const kilobytes = (bytes) => (bytes / 1000).toFixed(1);

console.log(row(["kB", "minified", "gzipped", "budget"]));
for (const budget of budgets) {
	const { minified, gzipped } = await measure(budget);
	const over = gzipped > budget.maxKilobytes * 1000;
	const what = `${budget.use} from ${budget.from}`;
	console.log(
		row([what, kilobytes(minified), kilobytes(gzipped), kilobytes(budget.maxKilobytes * 1000)]) + (over ? "  OVER" : ""),
	);
	if (over) process.exitCode = 1;
}
