import { FTPClient } from "@isoftp/adapter-node";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Certificates, makeCertificates } from "../../scripts/certificates.ts";
import { cases } from "./cases/index.ts";
import { collectGarbage, heldHere, watchMemory } from "./memory.ts";
import { HostileServer } from "./server.ts";
import { runClient } from "./world.ts";

let certificates: Certificates;
beforeAll(() => {
	certificates = makeCertificates();
});

for (const one of cases) {
	const { number, title, modes = ["plain", "TLS"], mebibytes = 64 } = one;
	if (one.without?.Node !== undefined) continue;
	describe(`${number}: ${title}`, () => {
		test.each(modes)("%s", async (mode) => {
			const server = new HostileServer(certificates, mode, one.server);
			onTestFinished(() => server.stop());
			const port = await server.start();
			const memory = watchMemory(heldHere, mebibytes * 2 ** 20, collectGarbage);
			onTestFinished(() => void memory.stop());
			await runClient(
				one,
				{ mode, runtime: "Node", port },
				(host, options) => new FTPClient(host, { tls: { ca: certificates.ca }, ...options }),
			);
			await server.quiet();
			expect(memory.stop() / 2 ** 20).toBeLessThanOrEqual(mebibytes);
			one.after?.(server.seen, mode);
		});
	});
}
