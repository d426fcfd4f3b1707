import { demand } from "../demand.ts";
import { abortError } from "../driver.ts";
import { insideOf } from "../inside.ts";
import type { FTPMethods } from "../methods.ts";
import { stoppable } from "../stoppable.ts";
import type { TreeAction } from "./action.ts";
import type { TreeEntry } from "./file-tree.ts";
import { Planner } from "./planner.ts";
import { localSide, remoteSide } from "./side.ts";
import type { TreeSides } from "./sides.ts";
import { Survey } from "./survey.ts";
import type { MirrorOptions } from "./tree-options.ts";

/** How many directories are looked into at once, at the most: more does not make it faster, but there is more to be held. */
const MOST_AT_ONCE = 4;

/** What a plan depends on besides what the caller wants. */
export interface PlanOptions extends MirrorOptions {
	/**
	 * Whether a file, as it is at the source now, but with its path at the target, has been copied by an earlier run that was interrupted. It is
	 * skipped then: "journal".
	 */
	readonly isDone?: ((entry: TreeEntry) => boolean) | undefined;
}

/**
 * What is to be done to make one tree like the other, found out directory by directory, and told as soon as it is known: directories before what is
 * in them, copies, skips and problems as they come. Then what is in the way of something of another type, with what takes its place; removals
 * at the very end, what is in a directory before it.
 *
 * Held are the paths of the directories that are still to be looked into, two listings of each of those that are being looked into, and the paths
 * of what is to be removed. Nothing is under way any more when it ends, however it does.
 */
export async function* planTree(
	client: FTPMethods,
	sides: TreeSides,
	options: PlanOptions,
): AsyncGenerator<TreeAction, void, void> {
	const { keeper, settings } = insideOf(client);
	// A name that was misspelt is not an empty tree.
	const isThere = sides.direction === "down" || ((await sides.tree.exists?.()) ?? true);
	demand(isThere, `${sides.tree.name} is not there`);
	const stopping = stoppable(options.signal);
	const call = { signal: stopping.signal, retry: options.retry };
	const local = localSide(sides.tree, settings.limits.treeEntries, call);
	const remote = remoteSide(client, sides.remote, call);
	const [source, target] = sides.direction === "down" ? [remote, local] : [local, remote];
	const survey = new Survey(source, target, settings.limits, Math.min(keeper.size ?? 1, MOST_AT_ONCE) - 1);
	try {
		const planner = new Planner({ client, sides, source, target, survey, options, call, treeDepth: settings.limits.treeDepth });
		for await (const action of planner.actions()) {
			if (options.signal?.aborted) throw abortError(options.signal.reason);
			yield action;
		}
	} finally {
		stopping.stop(undefined);
		await survey.settled();
		stopping.release();
	}
}
