import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, type TestContext, test } from "vitest";
import { type Certificates, makeCertificates } from "../../scripts/certificates.ts";
import { catalog, modesOf, type ServerName } from "../lab/catalog.ts";
import { describeServer, useLab } from "../lab/suite.ts";
import { type Equipment, play } from "./actor.ts";
import { startLabTarget } from "./lab-target.ts";
import { startMemoryTarget } from "./memory-target.ts";
import { nodeEquipment } from "./node-equipment.ts";
import { runScenario } from "./run.ts";
import { type Scenario, scenarioOf, titleOf } from "./scenario.ts";
import { range, seedsOf } from "./seeds.ts";

/** A run takes a second or two; those of one server wait for each other. */
const RUN = { timeout: process.env.ISOFTP_CHAOS_RUNS === undefined ? 120_000 : 0 };

let certificates: Certificates;
beforeAll(() => {
	certificates = makeCertificates(["127.0.0.2"]);
});

/** Node's clients, with a folder that is gone after the test. */
async function equipped({ onTestFinished }: TestContext, ca: string): Promise<Equipment> {
	const folder = await mkdtemp(join(tmpdir(), "isoftp-chaos-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	return await nodeEquipment(ca, folder);
}

describe.concurrent("a server in memory", () => {
	for (const seed of seedsOf([0, 1, 2, 3], range(1, 18))) {
		const scenario = scenarioOf(seed, { runtime: "Node", server: "memory", modes: ["plain", "TLS"] });
		test(titleOf(scenario), RUN, async (context) => {
			const equipment = await equipped(context, certificates.ca);
			await runScenario(
				scenario,
				({ faults }) => startMemoryTarget(faults, certificates.server),
				(one, where) => play(one, where, equipment),
			);
		});
	}
});

const shared = useLab();
const daemons: readonly ServerName[] = ["vsftpd-reuse", "proftpd-reuse", "pureftpd", "pyftpdlib"];

// The servers at the same time, the runs of each one after the other: the proxy has the server's ports.
describe.concurrent("real servers", () => {
	for (const [index, name] of daemons.entries()) {
		describeServer(shared, name, (fixture) => {
			const [first = "plain", ...others] = modesOf(name);
			const inTurn = turns();
			for (const seed of seedsOf([4 + index], range(19 + 4 * index, 4))) {
				const scenario = scenarioOf(seed, { runtime: "Node", server: catalog[name].daemon, modes: [first, ...others] });
				test(titleOf(scenario), RUN, async (context) => {
					const { lab, server } = fixture();
					const equipment = await equipped(context, lab.ca);
					const start = ({ faults }: Scenario) => startLabTarget(server, faults, `chaos ${seed}`);
					await inTurn(() => runScenario(scenario, start, (one, where) => play(one, where, equipment)));
				});
			}
		});
	}
});

/** Lets one begin when the one before is over. */
function turns(): (work: () => Promise<void>) => Promise<void> {
	let last: Promise<unknown> = Promise.resolve();
	return (work) => {
		const mine = last.then(work);
		last = mine.catch(() => undefined);
		return mine;
	};
}
