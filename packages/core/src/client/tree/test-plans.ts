// For tests only: plans that are made up, and what a server has to do with them.
import type { MemoryFiles } from "../../testing/memory-files.ts";
import { type MemoryTree, memoryTree } from "../../testing/memory-tree.ts";
import { type Fixture, type FixtureOptions, fixture } from "../test-fixture.ts";
import type { Direction, TreeAction } from "./action.ts";
import { carryOut } from "./carry-out.ts";
import type { CopyAction } from "./copy.ts";
import type { MirrorOptions, TreeResult } from "./tree-options.ts";

export const TIME: Date = new Date("2026-01-02T03:04:05Z");

/** The server is gone: all its sessions, and its port. */
export function vanish({ network, server }: Fixture): void {
	const host = network.host("ftp.test");
	host.listener(21)?.close();
	for (const { connection } of server.sessions) host.reset(connection);
}

/** Both sides of a run. Files of the server are in `/far`. */
export interface TreeFixture extends Fixture {
	readonly tree: MemoryTree;
	readonly near: MemoryFiles;
	/** Carries out a plan, for as long as it takes. */
	run(direction: Direction, plan: Plan, options?: MirrorOptions, client?: Fixture["client"]): Promise<TreeResult>;
}

export type Plan = readonly TreeAction[] | AsyncIterable<TreeAction>;

export async function treeFixture(options: FixtureOptions = {}): Promise<TreeFixture> {
	const all = await fixture(options);
	const tree = memoryTree();
	all.server.files.mkdir("/far", { recursive: true });
	const run: TreeFixture["run"] = (direction, plan, of = {}, client = all.client) => {
		const sides = { direction, remote: "/far", tree };
		async function* steps(): AsyncGenerator<TreeAction> {
			yield* plan;
		}
		return all.clock.until(carryOut(client, sides, of, steps));
	};
	return { ...all, tree, near: tree.files, run };
}

/** Puts a file somewhere, and says that it is to be copied. */
export function put(files: MemoryFiles, root: string, path: string, content: string | Uint8Array = path): CopyAction {
	files.write(`${root}/${path}`, content, { modifiedAt: TIME });
	const size = typeof content === "string" ? new TextEncoder().encode(content).length : content.length;
	return { type: "copy", path, entry: { path, type: "file", size, modifiedAt: TIME }, reason: "missing" };
}

export function directory(path: string): TreeAction {
	return { type: "makeDirectory", path };
}

/** Commands of one kind: all there were. */
export function only(commands: readonly string[], ...verbs: string[]): string[] {
	return commands.filter((line) => verbs.includes(line.split(" ")[0] ?? ""));
}
