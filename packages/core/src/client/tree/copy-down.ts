import { FTPAbortError, FTPProtocolError, FTPReplyError } from "../../errors/index.ts";
import type { Sink } from "../data-plan.ts";
import type { CopyJob, CopyResult } from "./copy.ts";
import type { TreeEntry, TreeSink } from "./file-tree.ts";
import { identityOf } from "./identity.ts";
import { isAnother } from "./look-again.ts";

/** Downloads one file into a tree, behind what is there of it. */
export async function fetchFile(job: CopyJob, entry: TreeEntry): Promise<CopyResult> {
	const { sides, remote, local, call, options } = job;
	const { size, modifiedAt } = entry;
	const sink = await sides.tree.write(local, {
		size,
		modifiedAt: (options.preserveTimes ?? true) ? modifiedAt : undefined,
		identity: identityOf(remote, entry),
		signal: call.signal,
	});
	try {
		const bytes = await receive(job, entry, sink);
		await sink.commit();
		return { bytes };
	} catch (error) {
		await discard(sink, error);
		throw error;
	}
}

async function receive(job: CopyJob, entry: TreeEntry, sink: TreeSink): Promise<number> {
	const { verify = false } = job.options;
	const isByHash = typeof verify === "string" && verify !== "size";
	const { size = Number.POSITIVE_INFINITY } = entry;
	// Only of a whole file there is a hash at the server; and more than there can be is no beginning.
	if (sink.offset > 0 && sink.offset <= (isByHash ? 0 : size)) {
		const rest = new Continued(sink);
		try {
			return await transfer(job, entry, rest, sink.offset);
		} catch (error) {
			if (!rest.isEmptied && !cannotGoOn(error)) throw error;
		}
	}
	if (sink.offset > 0) await sink.restart();
	return await transfer(job, entry, sink, 0);
}

/**
 * A sink with something in it already. Where its download must begin anew, it would begin behind that, with nothing in front of it any more: so it is
 * stopped at its next byte, for another one that begins with the first.
 */
class Continued implements Sink {
	readonly #sink: TreeSink;
	isEmptied = false;

	constructor(sink: TreeSink) {
		this.#sink = sink;
	}

	write(...bytes: Parameters<Sink["write"]>): ReturnType<Sink["write"]> {
		if (this.isEmptied) throw new FTPAbortError("The download begins anew, from the first byte");
		return this.#sink.write(...bytes);
	}

	async restart(): Promise<void> {
		this.isEmptied = true;
	}
}

async function transfer(job: CopyJob, entry: TreeEntry, sink: Sink, offset: number): Promise<number> {
	const { client, remote, call, options } = job;
	const { size, modifiedAt } = entry;
	options.found?.(offset);
	const { bytes } = await client.downloadTo(sink, remote, {
		...call,
		...(offset > 0 && { offset }),
		// A time that is told to the minute is not what the server will say when it is asked for it.
		expect: { size, modifiedAt: identityOf(remote, entry) === undefined ? undefined : modifiedAt },
		verify: options.verify,
		onProgress: options.onProgress && ((progress) => options.onProgress?.(offset + progress.bytes)),
	});
	return offset + bytes;
}

/** The server has another file, or does not begin in the middle of one, or not at its very end. */
function cannotGoOn(error: unknown): boolean {
	if (error instanceof FTPReplyError) return !error.isTransient;
	return error instanceof FTPProtocolError && error.code === "CHANGED";
}

/** What is wrong must not be kept for the next run: it would be continued. How this fails is of no interest beside why it is done. */
async function discard(sink: TreeSink, error: unknown): Promise<void> {
	if (isAnother(error)) await sink.restart().catch(() => undefined);
	await sink.discard().catch(() => undefined);
}
