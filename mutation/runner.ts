// A test runner for Stryker that stays in its process: see docs/mutation.md for the reasons.

import { readFileSync, writeFileSync } from "node:fs";
import { Script } from "node:vm";
import { type CoverageData, INSTRUMENTER_CONSTANTS, type InstrumenterContext } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
	type DryRunResult,
	DryRunStatus,
	determineHitLimitReached,
	type MutantRunOptions,
	type MutantRunResult,
	type TestResult,
	type TestRunner,
	type TestRunnerCapabilities,
	TestStatus,
	toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { configureGlobal } from "fast-check";
import type { Test } from "./registry.ts";
import { loadWorld } from "./world.ts";

/** How much longer than without a mutant a test may take, in ms and as a factor: long, since the machine may be busy. */
const PATIENCE = 3000;
const FACTOR = 10;
/** What a test may take without a mutant, when nothing is known of it yet. */
const DRY = 120_000;

/** What each test has cost without a mutant, for the processes that made no dry run. It lies in Stryker's copy of the project. */
const COSTS = "mutation/milliseconds.json";

const call = new Script("isoftpMutationCall()");

/** Calls it, and throws when it does not return in time: a mutant that loops for ever must not cost a new process. */
function callWithin(timeout: number, work: () => unknown): unknown {
	Object.assign(globalThis, { isoftpMutationCall: work });
	return call.runInThisContext({ timeout });
}

class InProcessRunner implements TestRunner {
	/** Where the mutated code looks up which mutant it is, and writes down which it has come by. */
	readonly #context: InstrumenterContext = {};
	#tests: Test[] = [];
	#milliseconds = new Map<string, number>();

	capabilities(): TestRunnerCapabilities {
		// It need not begin anew for a mutant that is also come by while modules are loaded: none is active then.
		return { reloadEnvironment: true };
	}

	async init(): Promise<void> {
		// Few cases of each property, and the same for every mutant: what kills a mutant once kills it again.
		process.env.ISOFTP_RUNS = "5";
		configureGlobal({ seed: 959 });
		Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: this.#context });
		await this.#load();
	}

	async dryRun(): Promise<DryRunResult> {
		const results: TestResult[] = [];
		for (const test of this.#tests) {
			this.#context.currentTestId = test.id;
			const result = await this.#run(test, DRY);
			delete this.#context.currentTestId;
			this.#milliseconds.set(test.id, result.timeSpentMs);
			results.push(result);
		}
		writeFileSync(COSTS, JSON.stringify([...this.#milliseconds]));
		const nothing: CoverageData = {};
		const { perTest = {}, static: unowned = nothing } = this.#context.mutantCoverage ?? {};
		return { status: DryRunStatus.Complete, tests: results, mutantCoverage: { perTest, static: unowned } };
	}

	async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
		if (this.#milliseconds.size === 0) this.#milliseconds = new Map(JSON.parse(readFileSync(COSTS, "utf8")));
		const wanted = new Set(options.testFilter ?? []);
		const chosen = this.#tests.filter(({ id }) => wanted.size === 0 || wanted.has(id));
		// The quick ones first: most mutants fall to any test at all.
		chosen.sort((one, other) => this.#cost(one) - this.#cost(other));
		const first = await this.#tryAll(chosen, options);
		if (!first.failed || first.timeout) return first.timeout ?? toMutantRunResult(first);
		// Some modules remember what they have seen. A test that fails without the mutant, too, shows a mutant's traces in them.
		if (await this.#isGood(first.failed)) return toMutantRunResult(first);
		await this.#load();
		const fresh = chosen.flatMap(({ id }) => this.#tests.find((test) => test.id === id) ?? []);
		const again = await this.#tryAll(fresh, options);
		await this.#load();
		const last = this.#tests.find(({ id }) => id === again.failed?.id);
		if (last && !(await this.#isGood(last))) throw new Error(`${last.id} fails without any mutant.`);
		return again.timeout ?? toMutantRunResult(again);
	}

	async #isGood(test: Test): Promise<boolean> {
		return (await this.#run(test)).status === TestStatus.Success;
	}

	#cost({ id }: Test): number {
		return this.#milliseconds.get(id) ?? 0;
	}

	async #load(): Promise<void> {
		this.#tests = await loadWorld(process.env.ISOFTP_MUTATE ?? "");
	}

	/** The tests up to the first that fails. */
	async #tryAll(chosen: readonly Test[], { activeMutant, hitLimit }: MutantRunOptions) {
		const tests: TestResult[] = [];
		let failed: Test | undefined;
		Object.assign(this.#context, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
		for (const test of chosen) {
			const result = await this.#run(test);
			tests.push(result);
			if (result.status === TestStatus.Success) continue;
			failed = test;
			break;
		}
		const timeout = determineHitLimitReached(this.#context.hitCount, hitLimit);
		Object.assign(this.#context, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
		return { status: DryRunStatus.Complete as const, tests, failed, timeout: timeout && toMutantRunResult(timeout) };
	}

	async #run(test: Test, patience: number = PATIENCE + Math.ceil(FACTOR * this.#cost(test))): Promise<TestResult> {
		const { id, name, fileName, run } = test;
		const begun = performance.now();
		const common = (): Pick<TestResult, "id" | "name" | "fileName" | "timeSpentMs"> => {
			return { id, name, fileName, timeSpentMs: performance.now() - begun };
		};
		let timer: NodeJS.Timeout | undefined;
		try {
			const result = callWithin(patience, run);
			if (result instanceof Promise) {
				const late = new Promise((_, reject) => {
					timer = setTimeout(() => reject(new Error("The test did not end.")), patience);
				});
				await Promise.race([result, late]);
			}
			return { ...common(), status: TestStatus.Success };
		} catch (error) {
			return { ...common(), status: TestStatus.Failed, failureMessage: String(error) };
		} finally {
			clearTimeout(timer);
		}
	}
}

export const strykerPlugins: unknown[] = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
