import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Certificates, makeCertificates } from "../../scripts/certificates.ts";
import { cases } from "../hostile/cases/index.ts";
import { residentBytes, watchMemory } from "../hostile/memory.ts";
import { HostileServer } from "../hostile/server.ts";
import { stacks } from "./stack.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

let certificates: Certificates;
beforeAll(() => {
	certificates = makeCertificates();
});

for (const stack of stacks) {
	const runtime = `workerd ${stack}` as const;
	describe(runtime, () => {
		let worker: RunningWorker;
		beforeAll(async () => {
			worker = await startWorker({
				stack,
				script: fileURLToPath(new URL("inside/hostile.ts", import.meta.url)),
				ca: certificates.ca,
			});
		});
		afterAll(() => worker?.stop());

		for (const one of cases) {
			const { number, title, modes = ["plain", "TLS"], mebibytes = 64 } = one;
			if (one.without?.[runtime] !== undefined) continue;
			describe(`${number}: ${title}`, () => {
				test.each(modes)("%s", async (mode) => {
					const server = new HostileServer(certificates, mode, one.server);
					onTestFinished(() => server.stop());
					const port = await server.start();
					const memory = watchMemory(() => residentBytes("workerd"));
					try {
						await worker.call("play", [title, { mode, runtime, port }]);
						await server.quiet();
					} finally {
						// What the request itself held is not given back at once: twice what Node may take.
						expect(memory.stop() / 2 ** 20).toBeLessThan(2 * mebibytes);
					}
					one.after?.(server.seen, mode);
				});
			});
		}
	});
}
