import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { equal, ok } from "../../checks/assert.ts";
import type { Mode, ServerName } from "../../lab/catalog.ts";
import { type Stack, stacks } from "../../workerd/stack.ts";
import { startWorker } from "../../workerd/worker.ts";
import { childNamed, factsOf, type ProcessFacts } from "../process-facts.ts";
import type { Figures, Program, Stage, Variant } from "../variant.ts";
import { megabytes, seconds } from "../words.ts";

/** In requests of so many each. As many as that, and so often, go before the first look. */
const CYCLES = { full: { requests: 20, each: 50, before: 4 }, small: { requests: 2, each: 4, before: 1 } };
/**
 * What is resident grows at first, and ever more slowly, as it does with sockets that are opened by hand: V8 does not collect what it has room for. A
 * thousand sockets that stay would still be more than this.
 */
const LIMIT = 32e6;
const CALL_MILLISECONDS = 120_000;
/** Looks at sockets that are being closed, and milliseconds in between. */
const LOOKS = 200;
const PAUSE = 20;

async function run(stack: Stack, stage: Stage): Promise<Figures> {
	const { server, mode, ca, isSmall } = stage;
	const { requests, each, before: rounds } = CYCLES[isSmall ? "small" : "full"];
	const worker = await startWorker({ stack, ca, script });
	stage.afterwards(() => worker.stop());
	const pid = await childNamed("workerd");
	const where = { port: server.port, user: server.user, pass: server.pass, secure: mode === "TLS" };
	const comeAndGo = async (): Promise<void> => {
		for (let request = 0; request < requests; request++) await worker.call("cycles", [where, each], CALL_MILLISECONDS);
	};
	for (let round = 0; round < rounds; round++) await comeAndGo();
	const before = await factsOf(pid);
	const began = performance.now();
	await comeAndGo();
	const took = (performance.now() - began) / 1_000;
	const after = await settled(pid, before);
	equal(after.sockets, before.sockets, "open sockets");
	equal(after.descriptors, before.descriptors, "open descriptors");
	const grown = after.resident - before.resident;
	ok(grown < LIMIT, `what is resident has grown by ${megabytes(grown)}`);
	return {
		cycles: `${requests * each}, after ${rounds * requests * each}`,
		sockets: `${before.sockets}, then ${after.sockets}`,
		descriptors: `${before.descriptors}, then ${after.descriptors}`,
		resident: `${megabytes(before.resident)}, then ${megabytes(after.resident)}`,
		time: seconds(took),
	};
}

/** Workers let go of sockets when a request is over, and a moment later. */
async function settled(pid: number, before: ProcessFacts): Promise<ProcessFacts> {
	let facts = await factsOf(pid);
	for (let look = 0; look < LOOKS && facts.descriptors > before.descriptors; look++) {
		await delay(PAUSE);
		facts = await factsOf(pid);
	}
	return facts;
}

const script = fileURLToPath(new URL("../../workerd/inside/endurance.ts", import.meta.url));

function variant(server: ServerName, mode: Mode, stack: Stack, isQuick = false): Variant {
	return { title: `connect and close, ${stack} TLS stack`, server, mode, isQuick, run: (stage) => run(stack, stage) };
}

export const workerCycles: Program = {
	title: "1,000 connect and close cycles in workerd, without growth",
	variants: stacks.flatMap((stack) => [
		variant("vsftpd-noreuse", "plain", stack),
		variant("vsftpd-noreuse", "TLS", stack, stack === "new"),
	]),
};
