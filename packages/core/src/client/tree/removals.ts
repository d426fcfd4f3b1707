import { tooMuch } from "../../errors/index.ts";
import { messageOf } from "../../errors/message-of.ts";
import type { TreeAction } from "./action.ts";
import type { TreeEntry } from "./file-tree.ts";
import { faultOf } from "./names.ts";
import type { Survey } from "./survey.ts";

export type Removal = Extract<TreeAction, { readonly type: "remove" | "removeDirectory" }>;
export type Problem = Extract<TreeAction, { readonly type: "problem" }>;

/** What is to be removed for one entry of the target, what is below it first. */
export interface Removals {
	readonly removals: readonly Removal[];
	readonly problems: readonly Problem[];
	/** Whether nothing is left of it. */
	readonly isWhole: boolean;
}

export interface RemovalRules {
	/** Whether something is there to be removed at all. */
	readonly takesPart: (entry: TreeEntry) => boolean;
	readonly treeDepth: number;
}

/** Symlinks go, never what they point to; what nobody knows the type or the place of stays, and the directories around it. */
export async function removalsOf(root: TreeEntry, survey: Pick<Survey, "listTarget">, rules: RemovalRules): Promise<Removals> {
	const removals: Removal[] = [];
	const problems: Problem[] = [];
	const problem = (path: string, text: string, cause?: unknown): boolean => {
		problems.push({ type: "problem", path, problem: `It is not removed: ${text}`, ...(cause !== undefined && { cause }) });
		return false;
	};
	const remove = async ({ path, type }: TreeEntry, depth: number): Promise<boolean> => {
		if (type === "unknown") return problem(path, "nobody knows what it is");
		if (type !== "directory") {
			removals.push({ type: "remove", path });
			return true;
		}
		if (depth > rules.treeDepth) throw tooMuch("a tree", rules.treeDepth, "directories one in the other (treeDepth)");
		const listed = await survey.listTarget(path);
		if ("error" in listed) return problem(path, `what is in it cannot be listed: ${messageOf(listed.error)}`, listed.error);
		let isWhole = true;
		for (const { name, entry } of listed.found ?? []) {
			const fault = faultOf(name);
			if (!rules.takesPart(entry)) isWhole = false;
			else if (fault !== undefined) isWhole = problem(entry.path, fault);
			else if (!(await remove(entry, depth + 1))) isWhole = false;
		}
		if (isWhole) removals.push({ type: "removeDirectory", path });
		return isWhole;
	};
	return { isWhole: await remove(root, root.path.split("/").length + 1), removals, problems };
}
