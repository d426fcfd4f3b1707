import { mkdtemp, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Lab } from "../lab/lab.ts";
import type { ClientProcess, ClientProgram } from "./client-process.ts";
import type { Figures, Stage, Variant } from "./variant.ts";

/** What all runs share. */
export interface House {
	readonly lab: Lab;
	readonly program: ClientProgram;
	/** Where runs have their folders. */
	readonly folder: string;
	readonly seed: number;
	readonly isSmall: boolean;
}

/** What the largest run writes, and half as much again. */
const NEEDED = { small: 1e9, full: 15e9 };

/** Longest that a client may take, in seconds, unless told. */
const PATIENCE = { small: 60, full: 1_800 };

/** Makes one run. Whatever happens, nothing of it is left: no process, no file. */
export async function stageVariant(variant: Variant, { lab, program, folder, seed, isSmall }: House): Promise<Figures> {
	const server = await lab.server(variant.server);
	const { bavail, bsize } = await statfs(folder);
	const needed = isSmall ? NEEDED.small : NEEDED.full;
	if (bavail * bsize < needed) throw new Error(`${folder} has less than ${needed / 1e9} GB free`);
	const local = await mkdtemp(join(folder, "run-"));
	const name = `endurance ${crypto.randomUUID().slice(0, 8)}`;
	const cleaning: (() => Promise<unknown>)[] = [];
	const clients: ClientProcess[] = [];
	const stage: Stage = {
		...{ server, seed, isSmall, local },
		mode: variant.mode,
		ca: lab.ca,
		disk: join(server.disk, name),
		remote: `${server.path}/${name}`,
		start(act, { through, sessions = 1, patience } = {}, seconds = isSmall ? PATIENCE.small : PATIENCE.full) {
			const { port, user, pass } = server;
			const host = through?.host ?? server.host;
			const where = { host, port, user, pass, secure: variant.mode === "TLS", ca: lab.ca, sessions, patience };
			const client = program.start({ ...act, where }, seconds * 1_000);
			clients.push(client);
			return client;
		},
		afterwards: (clean) => void cleaning.push(clean),
	};
	try {
		return await variant.run(stage);
	} finally {
		for (const client of clients) await client.kill();
		try {
			for (const clean of cleaning.reverse()) await clean();
		} finally {
			await rm(local, { recursive: true, force: true });
			await rm(stage.disk, { recursive: true, force: true });
		}
	}
}
