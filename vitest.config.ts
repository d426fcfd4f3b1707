import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * The tests against real servers and in real Workers begin first: they take minutes, and mostly wait. vitest by itself begins with the largest
 * files, of which they are the smallest, and then everything else waits for them at the end.
 */
class PatientFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({ moduleId }: TestSpecification): number =>
			["/interop/workerd/", "/interop/"].findIndex((part) => moduleId.includes(part));
		const sorted = await super.sort(files);
		return [0, 1, -1].flatMap((wanted) => sorted.filter((file) => rank(file) === wanted));
	}
}

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
		sequence: { sequencer: PatientFirst },
		// Two more than there are cores: the tests against real servers mostly wait.
		maxWorkers: availableParallelism() + 2,
		// A busy machine takes its time; what polls is done as soon as it can be.
		expect: { poll: { timeout: 10_000 } },
		// Properties that are tried with more cases than usual take as long as they take.
		testTimeout: process.env.ISOFTP_RUNS === undefined ? 30_000 : 0,
		hookTimeout: 60_000,
	},
});
