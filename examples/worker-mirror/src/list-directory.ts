import { type FTPPool, isSafeName, mirror } from "@isoftp/adapter-workerd";
import { DEEPEST, type Env, isKey, treeOf } from "./env.ts";
import { isFinal, reasonOf } from "./final.ts";
import { Outbox } from "./outbox.ts";
import { below, type FileMessage, type Walked } from "./shapes.ts";

/**
 * Compares one directory at the server with the one in the bucket, and puts what is missing or different into the queue.
 * @throws what may be right the next time
 */
export async function listDirectory(client: FTPPool, env: Env, of: Omit<FileMessage, "action">): Promise<Walked> {
	const { remote, prefix, directory } = of;
	const outbox = new Outbox(env, of);
	const found: string[] = [];
	try {
		await mirror(client, below(remote, directory), treeOf(env, prefix, directory), {
			// Each directory is looked into when it is its turn; here they are left out. One whose name might lead elsewhere is not: it is a problem.
			filter: ({ path, type }) => type !== "directory" || !isSafeName(path),
			jobs: outbox,
			onAction: (action) => {
				if (action.type !== "skip") return;
				if (action.reason === "excluded") found.push(below(directory, action.path));
				else outbox.same(action.path);
			},
			onProblem: ({ path, problem }) => {
				outbox.problem(path, problem);
				return "ignore";
			},
		});
	} catch (error) {
		if (!isFinal(error)) throw error;
		outbox.problem("", reasonOf(error));
	}
	const isBelow = (path: string): boolean => path.split("/").length <= DEEPEST && isKey(below(prefix, path));
	const isLost = !found.every(isBelow);
	if (isLost) outbox.problem("", "There are directories in it that are too many below one another, or too long for keys");
	await outbox.flush();
	return { found: found.filter(isBelow), removed: 0 };
}
