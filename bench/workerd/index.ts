import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Stack, stacks } from "../../interop/workerd/stack.ts";
import { startWorker } from "../../interop/workerd/worker.ts";
import { makeCertificates } from "../../scripts/certificates.ts";
import type { Goal } from "../lib/goal.ts";
import type { Bench, Group } from "../lib/group.ts";
import { interleave } from "../lib/repeat.ts";
import { usageOfChildren } from "./process-usage.ts";
import type { Ready } from "./sender-worker.ts";
import type { Outcome, Server } from "./transfer.ts";

const MIB = 1024 * 1024;
const CALL_MILLISECONDS = 120_000;

/** The functions of `inside/ways-worker.ts`, and who they are in the table. */
const downloads = {
	readLoop: "getReader().read() loop",
	readAtLeastLoop: "readAtLeast() loop",
	downloadStream: "isoftp, downloadStream",
	downloadTo: "isoftp, downloadTo",
} as const;

const uploads = { upload: "isoftp, upload" } as const;

/** Runs a function of `inside/ways-worker.ts`. */
type Run = (way: string, server: Server, byteCount: number, pause?: number) => Promise<Outcome>;

const goals: Goal[] = stacks.flatMap((stack) =>
	[downloads.downloadStream, downloads.downloadTo].flatMap((contender): Goal[] => {
		const [times, rate] = stack === "new" ? [5, 600] : [3, 400];
		return ["plain", "TLS"].flatMap((mode) => {
			const which = { what: "download", server: nameOf(stack, mode), contender };
			return [
				{ ...which, timesFaster: times, than: downloads.readLoop },
				{ ...which, atLeast: rate },
			];
		});
	}),
);

export const group: Group = {
	title: "Bytes through a Cloudflare Worker: workerd with its old (BoringSSL) and its new (rustls) TLS.",
	peer: downloads.readLoop,
	goals,
	async run(bench) {
		const sender = fork(fileURLToPath(new URL("sender-worker.ts", import.meta.url)), {
			execArgv: ["--disable-warning=ExperimentalWarning"],
		});
		try {
			const certificates = makeCertificates(["localhost"]);
			sender.send(certificates.server);
			const [{ port }] = (await once(sender, "message")) as [Ready];
			for (const stack of stacks) {
				for (const secure of [false, true]) {
					const name = nameOf(stack, secure ? "TLS" : "plain");
					if (!bench.wants(name)) continue;
					await withWorker(stack, certificates.ca, (run) => speeds(bench, name, run, { port, secure }));
					for (const way of ["downloadStream", "upload"]) {
						await withWorker(stack, certificates.ca, (run) => memory(bench, name, run, way, { port, secure }));
					}
				}
			}
		} finally {
			if (sender.connected) sender.disconnect();
		}
	},
};

function nameOf(stack: Stack, mode: string): string {
	return `workerd, ${stack} TLS stack, ${mode}`;
}

async function withWorker(stack: Stack, ca: string, use: (run: Run) => Promise<void>): Promise<void> {
	const worker = await startWorker({ stack, script: fileURLToPath(new URL("inside/ways-worker.ts", import.meta.url)), ca });
	try {
		await use(async (way, server, byteCount, pause = 0) => {
			const outcome = (await worker.call(way, [server, byteCount, pause], CALL_MILLISECONDS)) as Outcome;
			if (outcome.byteCount !== byteCount) throw new Error(`${way} moved ${outcome.byteCount} bytes of ${byteCount}`);
			return outcome;
		});
	} finally {
		await worker.stop();
	}
}

async function speeds(bench: Bench, server: string, run: Run, to: Server): Promise<void> {
	const byteCount = (bench.isQuick ? 16 : 256) * MIB;
	const one = async (way: string): Promise<{ rate: number; cpu: number }> => {
		const before = (await usageOfChildren("workerd"))?.cpu ?? Number.NaN;
		const { milliseconds } = await run(way, to, byteCount);
		const after = (await usageOfChildren("workerd"))?.cpu ?? Number.NaN;
		return { rate: byteCount / 1000 / milliseconds, cpu: ((after - before) * 1024 * MIB) / byteCount };
	};
	const kinds: Record<string, string>[] = [downloads, uploads];
	for (const [index, what] of ["download", "upload"].entries()) {
		const ways = Object.entries(kinds[index] ?? {});
		const outcomes = await interleave(Object.fromEntries(ways.map(([way]) => [way, () => one(way)])), bench.repeats);
		for (const [way, contender] of ways) {
			const runs = outcomes.get(way) ?? [];
			const rates = runs.map(({ rate }) => rate);
			const cpus = runs.map(({ cpu }) => cpu);
			const size = `${byteCount / MIB} MiB ${what === "download" ? "from" : "to"} a sender in another process`;
			bench.report({
				...{ what, server, contender, value: Math.max(...rates), unit: "MB/s", details: { runs: rates } },
				how: `${size}, contenders in turn, the best run of each: what else runs on the machine only ever slows them down.`,
			});
			const cpu = Math.min(...cpus);
			if (Number.isNaN(cpu)) continue;
			bench.report({
				...{ what: `${what}, CPU of the Worker`, server, contender, value: cpu, unit: "CPU s per GiB", details: { runs: cpus } },
				how: "The same runs: CPU of the worker's process for a GiB, from /proc, the least of each.",
			});
		}
	}
}

/** How much more memory a transfer takes that is held up by its own side, over what a short one takes. */
async function memory(bench: Bench, server: string, run: Run, way: string, to: Server): Promise<void> {
	const peak = async (): Promise<number> => (await usageOfChildren("workerd"))?.peak ?? Number.NaN;
	await run(way, to, 16 * MIB);
	const before = await peak();
	const size = bench.isQuick ? 32 : 512;
	await run(way, to, size * MIB, 2);
	const grown = ((await peak()) - before) / 1e6;
	if (Number.isNaN(grown)) return;
	bench.report({
		...{ what: `more memory for ${size} MiB`, server, contender: `isoftp, slow ${way}`, value: grown, unit: "MB" },
		how: "The growth of the worker process' peak resident memory over that of 16 MiB, when each 256 KiB have to wait for 2 ms.",
	});
}
