import { type Env, progressOf, treeOf } from "./env.ts";
import { below, type MirrorParams, type Walked } from "./shapes.ts";

/** What R2 removes at once. */
const MOST_KEYS = 1_000;

/** Removes the objects of one directory of the bucket for which nothing was found at the server. */
export async function clearDirectory(env: Env, mirror: string, { prefix }: MirrorParams, directory: string): Promise<Walked> {
	const progress = progressOf(env, mirror);
	const found: string[] = [];
	let removed = 0;
	let files: string[] = [];
	const clear = async (): Promise<void> => {
		const extraneous = await progress.unknown(files);
		files = [];
		if (extraneous.length === 0) return;
		await env.BUCKET.delete(extraneous.map((path) => below(prefix, path)));
		removed += extraneous.length;
	};
	// Paths are from the root of the mirror: the tree begins there.
	for await (const { path, type } of treeOf(env, prefix, "").list(directory)) {
		if (type === "directory") found.push(path);
		else if (files.push(path) === MOST_KEYS) await clear();
	}
	await clear();
	// What is a symlink at the server, or was skipped for another reason, is nobody's to be emptied.
	return { found: await progress.unknown(found), removed };
}
