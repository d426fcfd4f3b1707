import { FTPProtocolError, FTPReplyError } from "../../errors/index.ts";
import type { CopyJob } from "./copy.ts";
import type { TreeEntry } from "./file-tree.ts";

/** What has come, or gone, is not what was to be: the file is another one by now. */
export function isAnother(error: unknown): boolean {
	return error instanceof FTPProtocolError && ["CHANGED", "WRONG_SIZE", "WRONG_HASH"].includes(error.code);
}

/** What a file is by now, at its source; nothing where there is none any more. */
export async function lookAgain(job: CopyJob, { path }: TreeEntry): Promise<TreeEntry | undefined> {
	const entry = await (job.sides.direction === "down" ? atServer(job, path) : inTree(job, path));
	return entry?.type === "file" ? entry : undefined;
}

async function atServer({ client, remote, call }: CopyJob, path: string): Promise<TreeEntry | undefined> {
	try {
		const { type, size, modifiedAt, modifiedAtPrecision } = await client.stat(remote, call);
		return { path, type, size, modifiedAt, ...(modifiedAtPrecision !== "millisecond" && { modifiedAtPrecision }) };
	} catch (error) {
		if (error instanceof FTPReplyError) return undefined;
		throw error;
	}
}

/** By listing its directory: a tree tells in no other way what it has. */
async function inTree({ sides, call }: CopyJob, path: string): Promise<TreeEntry | undefined> {
	const directory = path.slice(0, Math.max(0, path.lastIndexOf("/")));
	for await (const entry of sides.tree.list(directory, { signal: call.signal })) {
		if (entry.path === path) return entry;
	}
	return undefined;
}
