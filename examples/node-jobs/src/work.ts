import { type CopyAction, copyTreeFile, FTPPool, FTPReplyError, FTPUsageError, localTree } from "@isoftp/adapter-node";
import { UnrecoverableError, Worker } from "bullmq";
import type { Settings } from "./settings.ts";

/** How often a job may lose its worker. It goes on with what the last one had: nothing is wrong with a job whose machine was restarted. */
const MOST_DEATHS = 20;

/** Refusals that are about the file: it is not there, or may not be read. */
const REFUSED = [550, 551, 553];

/** A worker that takes jobs until it is closed. */
export interface CopyWorker {
	/** Finishes what is under way, and takes no more. */
	close(): Promise<void>;
}

/** @throws FTPError where the server cannot be reached, or does not let us in: no job has been touched then */
export async function work(settings: Settings, say: (line: string) => void): Promise<CopyWorker> {
	const { server, remote, folder, queue, redis, sessions, lookForDead } = settings;
	const pool = new FTPPool(server, { size: sessions });
	await pool.connect();
	const sides = { direction: "down", remote, tree: localTree(folder) } as const;
	const worker = new Worker<CopyAction, number>(
		queue,
		async (job, _token, signal) => {
			try {
				// The queue tries again: it does that in any worker, after any time, and it can be seen there.
				const { bytes } = await copyTreeFile(pool, sides, job.data, { signal, retry: false });
				return bytes;
			} catch (error) {
				if (isForGood(error)) throw new UnrecoverableError(error.message);
				throw error;
			}
		},
		{ connection: { url: redis }, concurrency: sessions, stalledInterval: lookForDead, maxStalledCount: MOST_DEATHS },
	);
	worker.on("completed", ({ data }, bytes) => say(`${data.path}: ${bytes} bytes`));
	worker.on("failed", (job, { message }) => say(`${job?.data.path}, attempt ${job?.attemptsMade}: ${message}`));
	// Redis itself, mostly; BullMQ goes on when it is back.
	worker.on("error", ({ message }) => say(message));
	// Somebody else may have the job by now.
	worker.on("lockRenewalFailed", (ids) => {
		for (const id of ids) worker.cancelJob(id);
	});
	return {
		async close() {
			await worker.close();
			await pool.close();
		},
	};
}

/** Whether the same job cannot succeed later: the file is refused, or the job is none. A plan that wants it again gives it another chance. */
function isForGood(error: unknown): error is Error {
	return error instanceof FTPUsageError || (error instanceof FTPReplyError && REFUSED.includes(error.code));
}
