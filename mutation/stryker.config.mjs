// @ts-check
// See docs/mutation.md. main.ts says which folder it is about.
const folder = process.env.ISOFTP_MUTATE;
const place = `.stryker/${folder}`;

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
	// The last two are for tests only.
	mutate: [`packages/core/src/${folder}/**/*.ts`, "!**/*.test.ts", "!**/dialect-samples.ts", "!**/sound-entry.ts"],
	testRunner: "in-process",
	plugins: ["./mutation/runner.ts"],
	coverageAnalysis: "perTest",
	ignoreStatic: true,
	concurrency: 2,
	// The runner ends what loops. This is for what it cannot end, and costs a new process.
	timeoutMS: 30_000,
	incremental: true,
	incrementalFile: `${place}/incremental.json`,
	tempDirName: `${place}/tmp`,
	ignorePatterns: ["/.stryker", "/bench", "/docs", "/examples", "/fuzz", "/interop", "/packages/*/dist", "/packages/adapter-*"],
	reporters: ["progress-append-only", "html", "json"],
	htmlReporter: { fileName: `${place}/report.html` },
	jsonReporter: { fileName: `${place}/report.json` },
	allowConsoleColors: false,
};
