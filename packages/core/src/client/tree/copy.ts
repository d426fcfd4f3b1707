import { FTPAbortError, FTPError } from "../../errors/index.ts";
import { messageOf } from "../../errors/message-of.ts";
import { isSafeName } from "../../listing/safe-name.ts";
import { checkOptions } from "../arguments.ts";
import type { CallOptions } from "../calls.ts";
import { checkChoice, checkFlag, checkFunction, demand } from "../demand.ts";
import { insideOf } from "../inside.ts";
import type { FTPMethods } from "../methods.ts";
import { planOf, type Retry } from "../retry.ts";
import type { TreeAction } from "./action.ts";
import { fetchFile } from "./copy-down.ts";
import { sendFile } from "./copy-up.ts";
import type { TreeEntry } from "./file-tree.ts";
import { revived } from "./identity.ts";
import { isAnother, lookAgain } from "./look-again.ts";
import { remotePath, type TreeSides } from "./sides.ts";
import type { TreeOptions } from "./tree-options.ts";

/** How often a file is begun anew because it has become another one, before it is given up: it is being written, then. */
const MOST_CHANGES = 3;

/** The copying of one file. */
export type CopyAction = Extract<TreeAction, { readonly type: "copy" }>;

/** How one file of a tree is copied. */
export interface CopyOptions extends CallOptions, Pick<TreeOptions, "verify" | "preserveTimes"> {
	/** Told as bytes move: how many of the file are there, with those of an earlier run that was interrupted. */
	readonly onProgress?: ((copied: number) => void) | undefined;
}

/** What has become of it. */
export interface CopyResult {
	/** How large the copy is, in bytes. */
	readonly bytes: number;
}

/** What is known to everyone who makes a copy. */
export interface CopyJob {
	readonly client: FTPMethods;
	readonly sides: TreeSides;
	/** The file at the server. */
	readonly remote: string;
	/** The file in the tree. */
	readonly local: string;
	readonly options: CopyOptions & { readonly found?: ((bytes: number) => void) | undefined };
	/** For each call. */
	readonly call: CallOptions;
	readonly shared: Shared;
}

/** What the copies of one run tell each other. */
export interface Shared {
	/** Why the server does not set times. */
	timesRefused?: unknown;
}

/**
 * Copies one file, as the plan of a tree says: what `mirror()` and the others do with each, for those who keep the actions in a queue (`jobs`). The
 * action may have gone through JSON, and the directory that the file goes to must be there. The file is under its name when all of it is there,
 * not before; one that changes while it is read is begun anew.
 * @throws FTPUsageError BAD_ARGUMENT for an action that is none, or leads out of the trees; FTPProtocolError CHANGED, WRONG_SIZE for a file that
 * is written all the time; what `downloadTo()` and `uploadFrom()` throw; what the tree throws, as FTPAbortError with `cause`
 */
export async function copyTreeFile(
	client: FTPMethods,
	sides: TreeSides,
	action: CopyAction,
	options: CopyOptions = {},
): Promise<CopyResult> {
	checkSides(sides);
	checkOptions(options);
	checkFlag(options.preserveTimes, "preserveTimes");
	checkFunction(options.onProgress, "onProgress");
	planOf(options.retry);
	const isCopy = action?.type === "copy" && action.entry?.type === "file";
	demand(isCopy && isInside(action.path, sides) && isInside(action.entry.path, sides), "The action must be the copy of a file");
	try {
		return await copyFile(client, sides, { ...action, entry: revived(action.entry) }, options, {});
	} catch (cause) {
		if (cause instanceof FTPError) throw cause;
		throw new FTPAbortError(`${sides.tree.name} failed: ${messageOf(cause)}`, { cause });
	}
}

/** Copies one file of a run. */
export async function copyFile(
	client: FTPMethods,
	sides: TreeSides,
	action: CopyAction,
	options: CopyJob["options"],
	shared: Shared,
): Promise<CopyResult> {
	const isDown = sides.direction === "down";
	const [source, target] = [action.entry.path, action.path];
	const job: CopyJob = {
		client,
		sides,
		remote: remotePath(sides.remote, isDown ? source : target),
		local: isDown ? target : source,
		options,
		call: { signal: options.signal, retry: retryFor(client, options.retry) },
		shared,
	};
	let entry: TreeEntry | undefined = action.entry;
	for (let changes = 1; ; changes++) {
		try {
			return await (isDown ? fetchFile : sendFile)(job, entry);
		} catch (error) {
			if (!isAnother(error) || changes >= MOST_CHANGES) throw error;
			entry = await lookAgain(job, entry);
			if (!entry) throw error;
		}
	}
}

/** The client's own way of trying again, or the default: a tree is not left half done for one lost connection. */
export function retryFor(client: FTPMethods, wanted: Retry | boolean | undefined): Retry | boolean | undefined {
	return wanted ?? (insideOf(client).settings.retry ? undefined : true);
}

/** @throws FTPUsageError BAD_ARGUMENT */
export function checkSides({ direction, remote, tree }: TreeSides): void {
	checkChoice(direction, ["down", "up"], "direction");
	demand(typeof remote === "string", "The directory at the server must be a string");
	const isTree = [tree?.list, tree?.read, tree?.write, tree?.makeDirectory].every((method) => typeof method === "function");
	demand(isTree && typeof tree.name === "string", "A tree of files must be a FileTree, as localTree() and r2Tree() make them");
}

/** An action may come out of a queue: it must not lead elsewhere. What goes up has the names of this side, which are not a stranger's. */
function isInside(path: unknown, { direction }: TreeSides): path is string {
	const isName = (name: string): boolean => (direction === "down" ? isSafeName(name) : ![".", "..", ""].includes(name));
	return typeof path === "string" && path.split("/").every(isName);
}
