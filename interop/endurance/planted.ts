import { join } from "node:path";
import { type Hashes, type Leaf, layoutOf, makeFolder, plant, type Shape } from "./tree.ts";
import type { Stage } from "./variant.ts";

/** A tree that is to be mirrored: made where the files come from, and the folder that the server has its side in. */
export interface Planted {
	readonly leaves: readonly Leaf[];
	readonly hashes: Hashes;
	/** Where the files go to. */
	readonly to: string;
	/** What the client is to do. */
	readonly act: { readonly act: "mirror"; readonly direction: "down" | "up"; readonly remote: string; readonly local: string };
}

export async function planted(direction: "down" | "up", stage: Stage, shape: Shape): Promise<Planted> {
	const { server, seed, local, disk, remote } = stage;
	const leaves = layoutOf(seed, shape);
	const tree = join(local, "tree");
	const [from, to] = direction === "down" ? [disk, tree] : [tree, disk];
	const hashes = await plant(leaves, from);
	await makeFolder(disk, server.disk);
	return { leaves, hashes, to, act: { act: "mirror", direction, remote, local: tree } };
}
