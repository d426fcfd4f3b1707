import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { fileURLToPath } from "node:url";
import { unavailable } from "../../interop/lab/programs.ts";
import type { Bench, Group } from "../lib/group.ts";
import { python } from "../lib/programs.ts";
import { type Assignment, type Message, receive } from "./channel.ts";
import { goals, highlights } from "./goals.ts";
import { type Case, cases, manyFilesCases } from "./servers.ts";

const worker: string = fileURLToPath(new URL("measure-worker.ts", import.meta.url));

/** Whether a network namespace can be made here, and a device in it: that takes root, Linux, and a kernel with TUN. */
function canDelayPackets(): boolean {
	try {
		accessSync("/dev/net/tun", constants.R_OK | constants.W_OK);
	} catch {
		return false;
	}
	return spawnSync("unshare", ["--net", python(), "--version"], { stdio: "ignore" }).status === 0;
}

/** The labels of the cases that are wanted and can be run; says why others cannot. */
function runnable(bench: Bench, part: string, all: readonly Case[]): string[] {
	const wanted = all.filter(({ label }) => bench.wants(`${part} ${label}`));
	for (const { label, server } of wanted) {
		const reason = unavailable(server);
		if (reason !== undefined) bench.note(`${label} is left out: ${reason}.`);
	}
	return wanted.filter(({ server }) => unavailable(server) === undefined).map(({ label }) => label);
}

async function run(bench: Bench): Promise<void> {
	const network = canDelayPackets() ? "packets" : "streams";
	bench.note(
		network === "packets"
			? "Every packet is delayed, in a network namespace of its own: handshakes, acknowledgements and Nagle's algorithm included."
			: "Streams are delayed, because delaying packets takes root and Linux with /dev/net/tun: what TCP itself waits for is not seen.",
	);
	const assignment: Assignment = {
		network,
		repeats: bench.repeats,
		isQuick: bench.isQuick,
		sessions: runnable(bench, "sessions", cases),
		manyFiles: runnable(bench, "many-files", manyFilesCases),
	};
	const command = [process.execPath, worker, JSON.stringify(assignment)];
	const [program = "", ...args] = network === "packets" ? ["unshare", "--net", ...command] : command;
	const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
	child.on("message", (message) => receive(bench, message as Message));
	const [code] = await once(child, "exit");
	if (code !== 0) throw new Error(`The measuring process ended with code ${code}`);
}

export const group: Group = {
	title: "What is waited for, on a network on which a round trip takes its time.",
	peer: "basic-ftp",
	goals,
	highlights,
	run,
};
