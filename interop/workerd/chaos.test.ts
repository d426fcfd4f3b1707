import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Certificates, makeCertificates } from "../../scripts/certificates.ts";
import type { Outcome } from "../chaos/actor.ts";
import { startMemoryTarget } from "../chaos/memory-target.ts";
import { runScenario } from "../chaos/run.ts";
import { scenarioOf, titleOf } from "../chaos/scenario.ts";
import { range, seedsOf } from "../chaos/seeds.ts";
import { stacks } from "./stack.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

let certificates: Certificates;
beforeAll(() => {
	certificates = makeCertificates(["127.0.0.2"]);
});

describe.concurrent.each(stacks.map((stack, index) => ({ stack, index })))("workerd, $stack TLS stack", ({ stack, index }) => {
	let worker: RunningWorker;
	beforeAll(async () => {
		worker = await startWorker({
			stack,
			script: fileURLToPath(new URL("inside/chaos.ts", import.meta.url)),
			ca: certificates.ca,
		});
	});
	afterAll(() => worker?.stop());

	for (const seed of seedsOf([8 + 2 * index, 9 + 2 * index], range(35 + 8 * index, 8))) {
		const scenario = scenarioOf(seed, { runtime: `workerd ${stack}`, server: "memory", modes: ["plain", "TLS"] });
		test(titleOf(scenario), { timeout: 120_000 }, async () => {
			await runScenario(
				scenario,
				({ faults }) => startMemoryTarget(faults, certificates.server),
				async (one, where) => (await worker.call("play", [one, where], 100_000)) as Outcome,
			);
		});
	}
});
