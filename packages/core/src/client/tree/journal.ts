import { FTPUsageError } from "../../errors/index.ts";
import { printable } from "../../errors/printable.ts";
import { callersError } from "../pump.ts";
import type { TreeEntry } from "./file-tree.ts";
import { fingerprint } from "./identity.ts";
import type { TreeSides } from "./sides.ts";

/**
 * Where an interrupted run finds what was done already: lines of text, in the order in which they were added. `fileJournal()` of adapter-node keeps one
 * in a file.
 */
export interface Journal {
	/** All lines so far. One that was being added when its process was killed may be missing or cut. */
	read(): AsyncIterable<string> | Iterable<string>;
	/** Resolves when the line would survive the end of the process. */
	append(line: string): Promise<void>;
	/** Forgets everything: the run is complete. */
	clear(): Promise<void>;
}

/** What a journal says of a run, and is told of it. */
export interface Logbook {
	/** Whether this file, as it is at the source now, but with its path at the target, was copied. */
	isDone(entry: TreeEntry): boolean;
	/** It is copied; as for `isDone()`. */
	note(entry: TreeEntry): Promise<void>;
	/** The run is complete. */
	close(): Promise<void>;
}

/** Where no journal is kept. */
export const noLogbook: Logbook = { isDone: () => false, note: async () => {}, close: async () => {} };

/**
 * Opens the journal of a run. Each run begins with a line that tells which two trees it is about; that line also ends the one that was cut.
 * @throws FTPUsageError BAD_ARGUMENT where the journal is that of other trees, or none at all
 */
export async function openJournal(journal: Journal, { direction, remote, tree }: TreeSides, isDryRun = false): Promise<Logbook> {
	const header = JSON.stringify({ isoftp: "journal", direction, remote, tree: tree.name });
	const done = new Set<string>();
	let isOurs = false;
	await careful(async () => {
		for await (const line of journal.read()) {
			// Behind a line that was cut where nothing ended it.
			isOurs ||= line.endsWith(header);
			// Not even one that was cut itself: a file of somebody else's would be cleared in the end.
			if (!isOurs && !header.startsWith(line)) throw foreign(line);
			const { done: path, size, modifiedAt } = parsed(line);
			if (path !== undefined) done.add(fingerprint([path, size, modifiedAt]));
		}
		if (!isDryRun) await journal.append(header);
	});
	return {
		isDone(entry) {
			const facts = factsOf(entry);
			return facts !== undefined && done.has(fingerprint(facts));
		},
		async note(entry) {
			const facts = factsOf(entry);
			if (!facts) return;
			const [path, size, modifiedAt] = facts;
			await careful(() => journal.append(JSON.stringify({ done: path, size, modifiedAt })));
		},
		close: () => careful(() => journal.clear()),
	};
}

/** What a file is told by. Where one of it is not known, nobody can say that the file is unchanged. */
function factsOf({ path, size, modifiedAt }: TreeEntry): readonly [string, number, number] | undefined {
	return size === undefined || modifiedAt === undefined ? undefined : [path, size, modifiedAt.getTime()];
}

/** Nothing where the line was cut. */
function parsed(line: string): {
	readonly isoftp?: unknown;
	readonly done?: unknown;
	readonly size?: unknown;
	readonly modifiedAt?: unknown;
} {
	try {
		return Object(JSON.parse(line));
	} catch {
		return {};
	}
}

function foreign(line: string): FTPUsageError {
	const what = parsed(line).isoftp === "journal" ? `that of another run: ${printable(line)}` : "no journal";
	return new FTPUsageError("BAD_ARGUMENT", `What was given as the journal of this run is ${what}`);
}

/** A journal that fails is the caller's failure: without it a run would not be what he asked for. */
async function careful(job: () => Promise<void>): Promise<void> {
	try {
		await job();
	} catch (cause) {
		throw callersError(cause, "The journal");
	}
}
