import { fileURLToPath } from "node:url";
import { NodeHost } from "@isoftp/adapter-node/testing";
import { type ContractAddresses, contractPeers, dialerContract } from "@isoftp/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Stack, stacks } from "../../../interop/workerd/stack.ts";
import { type RunningWorker, startWorker } from "../../../interop/workerd/worker.ts";
import { makeCertificates } from "../../../scripts/certificates.ts";

const script = fileURLToPath(new URL("../../../interop/workerd/inside/contract.ts", import.meta.url));
const certificates = makeCertificates(["localhost"]);
/** More than a case gives itself. */
const LIMIT = 70_000;

/** What a runtime cannot do, with the words in which the contract complains of it: docs/decisions/0008-tls-on-workers.md. */
const shortcomings: Record<Stack, Record<string, string>> = {
	old: { "a reset is CONNECTION_LOST, not an end": "A read at the reset must fail, but it gave undefined" },
	new: {},
};

/** The contract that every dialer keeps: the cases run inside workerd, their peers in this process. */
describe.each(stacks)("in workerd with the %s TLS stack", (stack) => {
	let worker: RunningWorker;
	let peers: { readonly addresses: ContractAddresses; close(): void };
	beforeAll(async () => {
		const host = (tls: { cert: string; key: string }) => ({ name: "localhost", host: new NodeHost("127.0.0.1", tls) });
		peers = await contractPeers({
			trusted: host(certificates.server),
			wrongName: host(certificates.wrongName),
			untrusted: host(certificates.selfSigned),
		});
		worker = await startWorker({ stack, script, ca: certificates.ca });
	});
	afterAll(async () => {
		peers?.close();
		await worker?.stop();
	});

	test.each(dialerContract())("$name", { timeout: LIMIT + 5_000 }, async ({ name }) => {
		const running = worker.call("run", [name, peers.addresses, stack === "old"], LIMIT);
		const shortcoming = shortcomings[stack][name];
		if (shortcoming === undefined) await running;
		else await expect(running).rejects.toThrow(shortcoming);
	});
});
