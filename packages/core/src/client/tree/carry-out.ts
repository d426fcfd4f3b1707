import { abortError } from "../driver.ts";
import type { FTPMethods } from "../methods.ts";
import { stoppable } from "../stoppable.ts";
import type { TreeAction } from "./action.ts";
import { retryFor } from "./copy.ts";
import { noLogbook, openJournal } from "./journal.ts";
import { planTree } from "./plan.ts";
import { Run } from "./run.ts";
import type { TreeSides } from "./sides.ts";
import { Tally } from "./tally.ts";
import type { MirrorOptions, TreeResult } from "./tree-options.ts";

/** Makes one tree like the other. @param plan for tests */
export async function carryOut(
	client: FTPMethods,
	sides: TreeSides,
	options: MirrorOptions,
	plan: (...of: Parameters<typeof planTree>) => AsyncIterable<TreeAction> = planTree,
): Promise<TreeResult> {
	const { journal, dryRun = false } = options;
	const stopping = stoppable(options.signal);
	const { signal } = stopping;
	const tally = new Tally(options);
	try {
		if (signal.aborted) throw abortError(signal.reason);
		const logbook = journal ? await openJournal(journal, sides, dryRun) : noLogbook;
		const { isDone } = logbook;
		const steps = plan(client, sides, { ...options, signal, retry: retryFor(client, options.retry), isDone });
		if (dryRun) {
			for await (const step of steps) tally.planned(step);
			return tally.result();
		}
		await new Run({ client, sides, options, stopping, tally, logbook }).follow(steps);
		const result = tally.result();
		await logbook.close();
		return result;
	} finally {
		stopping.release();
	}
}
