import { createHash } from "node:crypto";
import type { CopyAction, JobStore } from "@isoftp/adapter-node";
import { Queue } from "bullmq";
import type { Settings } from "./settings.ts";

/** A copy that waits to be made. In the queue it is JSON, in which dates are texts; `copyTreeFile()` takes it so. */
export type CopyQueue = Queue<CopyAction>;

export function openQueue(settings: Settings): CopyQueue {
	return new Queue(settings.queue, {
		connection: { url: settings.redis },
		defaultJobOptions: {
			attempts: settings.attempts,
			backoff: { type: "exponential", delay: settings.firstDelay, jitter: 0.5 },
			// What is done can be seen at the target, and may be planned again when the file changes. What has failed stays to be looked at.
			removeOnComplete: true,
			removeOnFail: false,
		},
	});
}

/**
 * Where `mirror()` puts its copies. The id of a job is made of the path of its file alone, and no queue has two jobs of one id: however often
 * a tree is planned, no file is copied twice, or by two workers at the same time. A job that waits for a file that has changed since copies
 * what is there then. One that has failed is planned anew because its file is still missing: it gets another chance.
 */
export function jobStore(queue: CopyQueue): JobStore {
	return {
		async add(action) {
			const jobId = createHash("sha256").update(action.path).digest("hex");
			const job = await queue.add("copy", action, { jobId });
			if (!(await job.isFailed())) return;
			await job.updateData(action);
			await job.retry("failed", { resetAttemptsMade: true });
		},
	};
}
