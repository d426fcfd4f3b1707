import { FTPClient } from "@isoftp/adapter-node";
import { factsOf } from "../process-facts.ts";
import { optionsFor } from "./options.ts";
import type { Holdings, Where } from "./task.ts";

/** Clients that come and go at the same time. */
const AT_ONCE = 4;

/** Connects and closes, again and again. What it holds is looked at when it has done so a few times, and in the end. */
export async function cycles(
	where: Where,
	{ warmUp, count }: { readonly warmUp: number; readonly count: number },
): Promise<readonly [before: Holdings, after: Holdings]> {
	await comeAndGo(where, warmUp);
	const before = await holdings();
	await comeAndGo(where, count);
	return [before, await holdings()];
}

async function comeAndGo(where: Where, count: number): Promise<void> {
	let left = count;
	const lane = async (): Promise<void> => {
		while (left-- > 0) {
			const client = new FTPClient(where.host, optionsFor(where));
			await client.connect();
			await client.close();
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** Rounds of the event loop in which sockets that were closed are let go of. */
const ROUNDS = 20;

async function holdings(): Promise<Holdings> {
	for (let round = 0; round < ROUNDS; round++) {
		await new Promise((resolve) => setImmediate(resolve));
		globalThis.gc?.();
	}
	const resources: Record<string, number> = {};
	for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
	const { descriptors, sockets } = await factsOf("self");
	const names = process.eventNames();
	return {
		heap: process.memoryUsage().heapUsed,
		resources,
		descriptors,
		sockets,
		listeners: names.reduce((sum, name) => sum + process.listenerCount(name), 0),
	};
}
