// @ts-check
// `npm test`: from a fresh clone to the verdict of every check and every test. The last line is `N passed, M failed`.
import { run } from "./lib/run.mjs";
import { build, install, step } from "./lib/steps.mjs";
import { vitest } from "./lib/vitest.mjs";

/** The checks, each a script of the root package.json. */
const checks = [
	{ script: "lint", title: "Lint and format" },
	{ script: "typecheck", title: "Types, and the folders that must know no platform" },
	{ script: "check:dead-code", title: "Dead code and unused dependencies" },
	{ script: "check:lockfile", title: "Lock file" },
	{ script: "check:packages", title: "The packages as they would be published" },
	{ script: "check:size", title: "Size budgets", show: true },
];

/** How many failures the summary names. When it is more, they mostly have one cause, and the details are above anyway. */
const MOST_NAMED = 40;

let passed = 0;
let failed = 0;
const failures = [];

/** @param {string} name @param {boolean} ok */
function count(name, ok) {
	if (ok) passed++;
	else {
		failed++;
		failures.push(name);
	}
	return ok;
}

if (count("install", await install())) {
	count("build", await build());
	for (const { script, title, show = false } of checks) {
		const ok = await step(`${title} (npm run ${script})`, () => run("npm", ["run", "--silent", script], { quiet: true }), {
			show,
		});
		count(script, ok);
	}
	console.log("> Tests (npm run test:unit)");
	const tests = await vitest();
	passed += tests.passed;
	failed += tests.failed.length;
	failures.push(...tests.failed);
	if (tests.skipped > 0) console.log(`  ${tests.skipped} skipped: they need real FTP servers, see CONTRIBUTING.md`);
}

if (failures.length > 0) {
	const more = failures.length - MOST_NAMED;
	console.log("\nFailed:");
	for (const name of failures.slice(0, MOST_NAMED)) console.log(`  ${name}`);
	if (more > 0) console.log(`  and ${more} more`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
