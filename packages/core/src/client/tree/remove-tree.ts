import { checkOptions } from "../arguments.ts";
import { checkFlag, checkFunction, checkNames, demand } from "../demand.ts";
import { abortError } from "../driver.ts";
import { insideOf } from "../inside.ts";
import type { FTPMethods } from "../methods.ts";
import { checkRemovable } from "../remove-below.ts";
import { planOf } from "../retry.ts";
import { retryFor } from "./copy.ts";
import { removeRemote } from "./directories.ts";
import { Lanes } from "./lanes.ts";
import { type Removal, type RemovalRules, removalsOf } from "./removals.ts";
import { remoteSide, type Side } from "./side.ts";
import { remotePath } from "./sides.ts";
import { takesPart } from "./takes-part.ts";
import { Tally } from "./tally.ts";
import type { TreeOptions, TreeResult } from "./tree-options.ts";

/** How a tree is removed. A directory stays where something in it does. */
export type RemoveTreeOptions = Pick<
	TreeOptions,
	"signal" | "retry" | "filter" | "dryRun" | "concurrency" | "onAction" | "onProblem"
>;

const OPTIONS: Record<keyof Required<RemoveTreeOptions>, true> = {
	signal: true,
	retry: true,
	filter: true,
	dryRun: true,
	concurrency: true,
	onAction: true,
	onProblem: true,
};

/** How many removals may wait to be made. */
const MOST_WAITING = 100;

/**
 * Removes a directory at the server with all there is in it: files and symlinks, never what these point to, then the directories, what is in one
 * before it. All of it is listed before anything is removed. What cannot be removed does not stop the rest; paths in the result are from that
 * directory, "" is itself.
 * @throws FTPTreeError where something is left that was to be removed; FTPUsageError for "", "/", "." and "..", which have no name of their own
 */
export async function removeTree(client: FTPMethods, path: string, options: RemoveTreeOptions = {}): Promise<TreeResult> {
	const { keeper } = insideOf(client);
	checkRemovable(path);
	checkNames(options, OPTIONS, "the options");
	const { signal, retry, filter, dryRun, concurrency = keeper.size ?? 1, onAction, onProblem } = checkOptions(options);
	checkFlag(dryRun, "dryRun");
	for (const [name, value] of Object.entries({ filter, onAction, onProblem })) checkFunction(value, name);
	demand(Number.isSafeInteger(concurrency) && concurrency > 0, "concurrency must be a whole number above 0");
	planOf(retry);
	if (signal?.aborted) throw abortError(signal.reason);
	const call = { signal, retry: retryFor(client, retry) };
	const side = remoteSide(client, path, call);
	const tally = new Tally(options);
	const removals = await found(client, side, filter, tally);
	if (dryRun) for (const removal of removals) tally.planned(removal);
	else {
		const kept = new Set<string>();
		const removeAll = async (some: readonly Removal[]): Promise<void> => {
			await inLanes(keeper.size === undefined ? 1 : concurrency, some, async (removal) => {
				if (kept.has(removal.path)) return;
				try {
					await removeRemote(client, remotePath(path, removal.path), removal.type === "remove", call);
					tally.done(removal);
				} catch (error) {
					if (side.isFatal(error)) throw error;
					for (let at = removal.path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) kept.add(at);
					kept.add("");
					tally.failed(removal.path, error);
				}
			});
		};
		for (const some of inOrder(removals)) await removeAll(some);
	}
	return tally.result();
}

async function found(client: FTPMethods, side: Side, filter: TreeOptions["filter"], tally: Tally): Promise<readonly Removal[]> {
	const { treeDepth } = insideOf(client).settings.limits;
	const rules: RemovalRules = { takesPart: (entry) => takesPart(filter, entry), treeDepth };
	const listTarget: Parameters<typeof removalsOf>[1]["listTarget"] = async (directory) => {
		try {
			return { found: await side.list(directory) };
		} catch (error) {
			// Without its own listing there is nothing to be done.
			if (directory === "" || side.isFatal(error)) throw error;
			return { error };
		}
	};
	const { removals, problems } = await removalsOf({ path: "", type: "directory" }, { listTarget }, rules);
	for (const problem of problems) tally.problem(problem);
	return removals;
}

/** What can be removed at the same time: all that is no directory, then the directories, the deepest first. */
function inOrder(removals: readonly Removal[]): readonly (readonly Removal[])[] {
	const levels: Removal[][] = [];
	const others: Removal[] = [];
	for (const removal of removals) {
		const depth = removal.path === "" ? 0 : removal.path.split("/").length;
		if (removal.type === "remove") others.push(removal);
		else {
			levels[depth] ??= [];
			levels[depth].push(removal);
		}
	}
	return [others, ...levels.reverse().filter((level) => level !== undefined)];
}

/** Does something for each, some at once. The first failure ends it, when what is under way is over. */
async function inLanes<T>(most: number, all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
	const lanes = new Lanes(most, MOST_WAITING);
	const failures: unknown[] = [];
	for (const one of all) {
		if (failures.length > 0) break;
		await lanes.add(async () => {
			if (failures.length > 0) return;
			await work(one).catch((error: unknown) => failures.push(error));
		});
	}
	await lanes.drained();
	if (failures.length > 0) throw failures[0];
}
