import { FTPClient, localTree, mirror, type TreeResult } from "@isoftp/adapter-node";
import { jobStore, openQueue } from "./queue.ts";
import type { Settings } from "./settings.ts";

/** Compares the two trees, makes the directories, and puts the copy of each file that is missing or differs into the queue. */
export async function plan(settings: Settings): Promise<TreeResult> {
	const queue = openQueue(settings);
	try {
		await using client = new FTPClient(settings.server, { retry: true });
		await client.connect();
		return await mirror(client, settings.remote, localTree(settings.folder), { jobs: jobStore(queue) });
	} finally {
		await queue.close();
	}
}
