import { FTPProtocolError, FTPReplyError } from "../../errors/index.ts";
import type { Source } from "../data-plan.ts";
import type { CopyJob, CopyResult } from "./copy.ts";
import type { TreeEntry, TreeSource } from "./file-tree.ts";
import { identityOf, temporaryPath } from "./identity.ts";
import { isAnother, lookAgain } from "./look-again.ts";

/** Uploads one file of a tree, behind what is at the server of it. */
export async function sendFile(job: CopyJob, entry: TreeEntry): Promise<CopyResult> {
	const { sides, local, call } = job;
	const source = await sides.tree.read(local, { signal: call.signal });
	let bytes: number;
	try {
		bytes = await transfer(job, entry, source);
	} finally {
		await source.close().catch(() => undefined);
	}
	await setTime(job, entry);
	return { bytes };
}

async function transfer(job: CopyJob, entry: TreeEntry, source: TreeSource): Promise<number> {
	const { client, remote, call, options } = job;
	const identity = identityOf(remote, entry);
	const temporary = identity === undefined ? undefined : temporaryPath(remote, identity);
	try {
		const { bytes } = await client.uploadFrom(watched(source, job, entry), remote, {
			...call,
			...(temporary === undefined ? { atomic: true } : { atomic: temporary, resume: true }),
			size: entry.size,
			verify: options.verify,
			onProgress: options.onProgress && ((progress) => options.onProgress?.(progress.bytes)),
		});
		return bytes;
	} catch (error) {
		// What is wrong must not be there for the next run: it would be continued.
		if (isAnother(error) && temporary !== undefined) {
			await client.remove(temporary, { signal: call.signal }).catch(() => undefined);
		}
		throw error;
	}
}

/**
 * A source of which is told where it goes on. Behind bytes of an interrupted run it goes on only where it still is the file that these are of: its
 * entry may have been made long ago.
 */
function watched(source: TreeSource, job: CopyJob, entry: TreeEntry): Source {
	let isContinued = false;
	return {
		async read() {
			if (isContinued) await mustBe(entry, job);
			isContinued = false;
			return await source.read();
		},
		rewind() {
			isContinued = false;
			return source.rewind();
		},
		rewindTo(offset) {
			const isThere = source.rewindTo(offset);
			isContinued = isThere && offset > 0;
			if (isThere) job.options.found?.(offset);
			return isThere;
		},
		cancel: (reason) => source.cancel(reason),
	};
}

/** @throws FTPProtocolError CHANGED */
async function mustBe(entry: TreeEntry, job: CopyJob): Promise<void> {
	const found = await lookAgain(job, entry);
	if (found && identityOf(job.remote, found) === identityOf(job.remote, entry)) return;
	throw new FTPProtocolError("CHANGED", "the file whose beginning is there", found ? "another one" : "none");
}

/** A server that cannot set times has the file all the same, and is not asked again. */
async function setTime({ client, remote, options, shared, call }: CopyJob, { modifiedAt }: TreeEntry): Promise<void> {
	if (!(options.preserveTimes ?? true) || !modifiedAt || shared.timesRefused !== undefined) return;
	try {
		await client.setModifiedAt(remote, modifiedAt, call);
	} catch (error) {
		const isRefusal = error instanceof FTPReplyError || (error instanceof FTPProtocolError && error.code === "BAD_VALUE");
		if (!isRefusal) throw error;
		shared.timesRefused = error;
	}
}
