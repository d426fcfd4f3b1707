// Runs where the network can be made slow. Started by index.ts; its one argument is an Assignment.
import { startLab } from "../../interop/lab/lab.ts";
import type { Bench } from "../lib/group.ts";
import type { Assignment, Message } from "./channel.ts";
import type { Target } from "./contenders.ts";
import { measureManyFiles } from "./many-files.ts";
import { packetNetwork } from "./packet-network.ts";
import { type Case, cases, manyFilesCases } from "./servers.ts";
import { measureSessions, ROUND_TRIP } from "./sessions.ts";
import { StreamNetwork } from "./stream-network.ts";

// Without whoever started it, there is nobody to measure for.
process.once("disconnect", () => process.exit());

const assignment: Assignment = JSON.parse(process.argv[2] ?? "{}");
const tell = (message: Message): void => {
	process.send?.(message);
};

const network = assignment.network === "packets" ? await packetNetwork() : new StreamNetwork();
const lab = await startLab();
const bench: Bench = {
	repeats: assignment.repeats,
	isQuick: assignment.isQuick,
	wants: () => true,
	lab: async () => lab,
	report: (figure) => tell({ type: "report", figure }),
	say: (line) => tell({ type: "say", line }),
	note: (line) => tell({ type: "note", line }),
};

const hosts = new Map<string, string>();

async function visit({ label, server: name, tls }: Case, roundTrip: number): Promise<{ label: string; target: Target }> {
	const server = await lab.server(name);
	const host = hosts.get(name) ?? (await network.reach(server));
	hosts.set(name, host);
	await network.setRoundTrip(roundTrip);
	const { port, user, pass } = server;
	return { label, target: { host, port, user, pass, tls, ca: lab.ca } };
}

try {
	for (const one of cases.filter(({ label }) => assignment.sessions.includes(label))) {
		const { label, target } = await visit(one, ROUND_TRIP);
		await measureSessions(bench, label, await lab.server(one.server), target);
	}
	for (const one of manyFilesCases.filter(({ label }) => assignment.manyFiles.includes(label))) {
		const { label, target } = await visit(one, ROUND_TRIP);
		await measureManyFiles(bench, label, await lab.server(one.server), target, network);
	}
} finally {
	await lab.stop();
	await network.close();
	process.disconnect?.();
}
