import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Tests run on the sources: the packages import each other by name, and the names lead to src. */
export default defineConfig({
	resolve: {
		alias: [
			{ find: /^@isoftp\/core$/, replacement: source("./packages/core/src/index.ts") },
			{ find: /^@isoftp\/core\/protocol$/, replacement: source("./packages/core/src/protocol/index.ts") },
			{ find: /^@isoftp\/core\/glob$/, replacement: source("./packages/core/src/glob/index.ts") },
			{ find: /^@isoftp\/core\/testing$/, replacement: source("./packages/core/src/testing/index.ts") },
			{ find: /^@isoftp\/adapter-node$/, replacement: source("./packages/adapter-node/src/index.ts") },
			{ find: /^@isoftp\/adapter-node\/testing$/, replacement: source("./packages/adapter-node/src/testing/index.ts") },
			{ find: /^@isoftp\/adapter-workerd$/, replacement: source("./packages/adapter-workerd/src/index.ts") },
		],
	},
	test: {
		include: [
			"packages/*/src/**/*.test.ts",
			"scripts/**/*.test.{mjs,ts}",
			"interop/**/*.test.ts",
			"examples/**/*.test.ts",
			"bench/**/*.test.ts",
			"fuzz/*.test.ts",
		],
		// One more than there are cores: the tests against real servers mostly wait.
		maxWorkers: availableParallelism() + 1,
		// A busy machine takes its time; what polls is done as soon as it can be.
		expect: { poll: { timeout: 10_000 } },
		// Properties that are tried with more cases than usual take as long as they take.
		testTimeout: process.env.ISOFTP_RUNS === undefined ? 30_000 : 0,
		hookTimeout: 60_000,
	},
});
