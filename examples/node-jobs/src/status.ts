import { openQueue } from "./queue.ts";
import type { Settings } from "./settings.ts";

/** How many failed jobs are told. */
const TOLD = 1_000;

/** What is in the queue. */
export interface Status {
	/** Jobs that wait for a worker, or for their next attempt. */
	readonly waiting: number;
	readonly active: number;
	readonly failed: number;
	/** Why, by file; no more than a thousand of them. */
	readonly failures: Readonly<Record<string, string>>;
}

export async function status(settings: Settings): Promise<Status> {
	const queue = openQueue(settings);
	try {
		const { wait = 0, delayed = 0, active = 0, failed = 0 } = await queue.getJobCounts("wait", "delayed", "active", "failed");
		const jobs = await queue.getFailed(0, TOLD - 1);
		const failures = Object.fromEntries(jobs.map(({ data, failedReason }) => [data.path, failedReason]));
		return { waiting: wait + delayed, active, failed, failures };
	} finally {
		await queue.close();
	}
}
