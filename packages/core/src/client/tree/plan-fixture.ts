// For tests only.
import type { FileAttributes } from "../../testing/memory-files.ts";
import { MemoryFiles } from "../../testing/memory-files.ts";
import { type MemoryTree, type MemoryTreeOptions, memoryTree } from "../../testing/memory-tree.ts";
import { type Fixture, type FixtureOptions, fixture } from "../test-fixture.ts";
import type { Direction, TreeAction } from "./action.ts";
import { type PlanOptions, planTree } from "./plan.ts";
import { remotePath } from "./sides.ts";

/** What files there are: a string is what is in one, `undefined` a directory. */
export type Content = Readonly<Record<string, string | undefined>>;

export const DATE: Date = new Date("2025-01-02T03:04:05Z");

export function fill(files: MemoryFiles, content: Content, root = "", attributes: FileAttributes = { modifiedAt: DATE }): void {
	for (const [path, text] of Object.entries(content)) {
		if (text === undefined) files.mkdir(`${root}/${path}`, { recursive: true });
		else files.write(`${root}/${path}`, text, attributes);
	}
}

/** All there is, told as it was given. */
export function contentOf(files: MemoryFiles, root = ""): Record<string, string | undefined> {
	const content: Record<string, string | undefined> = {};
	const look = (directory: string): void => {
		for (const { name, type, path } of files.list(`${root}/${directory}`)) {
			const at = directory === "" ? name : `${directory}/${name}`;
			content[at] = type === "directory" ? undefined : files.text(path);
			if (type === "directory") look(at);
		}
	};
	if (files.exists(root)) look("");
	return content;
}

export interface Trees extends Fixture {
	readonly tree: MemoryTree;
	/** What is at the server. */
	readonly remote: MemoryFiles;
	/** The plan from here to there, or back. */
	plan(direction: Direction, options?: PlanOptions, root?: string): Promise<TreeAction[]>;
	/** Does what a plan says. */
	carryOut(direction: Direction, actions: readonly TreeAction[], root?: string): Promise<void>;
}

/** A tree in memory, and a server. */
export async function trees(
	remote: Content,
	local: Content,
	treeOptions: MemoryTreeOptions = {},
	options: FixtureOptions = {},
): Promise<Trees> {
	const made = await fixture(options);
	const { client, server } = made;
	const tree = memoryTree(new MemoryFiles({ clock: made.clock }), treeOptions);
	fill(server.files, remote);
	fill(tree.files, local);
	return {
		...made,
		tree,
		remote: server.files,
		async plan(direction, more = {}, root = "") {
			const actions: TreeAction[] = [];
			for await (const action of planTree(client, { direction, remote: root, tree }, more)) actions.push(action);
			return actions;
		},
		async carryOut(direction, actions, root = "") {
			const [from, to] = direction === "down" ? [server.files, tree.files] : [tree.files, server.files];
			const at = (path: string): string => `/${remotePath(root, path)}`;
			for (const action of actions) {
				const { type, path } = action;
				if (type === "makeDirectory") to.mkdir(at(path), { recursive: true });
				else if (type === "copy") {
					const { modifiedAt } = from.stat(at(action.entry.path));
					to.write(at(path), from.read(at(action.entry.path)), { modifiedAt });
				} else if (type === "link") await tree.makeLink?.(path, action.target);
				else if (type === "remove") await (direction === "down" ? tree.remove(path) : client.remove(at(path)));
				else if (type === "removeDirectory") to.rmdir(at(path));
			}
		},
	};
}

/** An action in one line. */
export function shown(action: TreeAction): string {
	const why = action.type === "copy" || action.type === "skip" ? ` ${action.reason}` : "";
	const told = action.type === "problem" ? ` ${action.problem}` : action.type === "link" ? ` ${action.target}` : why;
	return `${action.type} ${action.path}${told}`;
}
