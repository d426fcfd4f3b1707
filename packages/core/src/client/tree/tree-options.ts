import type { HashAlgorithm } from "../../operations/hash-algorithms.ts";
import type { CallOptions } from "../calls.ts";
import type { Retry } from "../retry.ts";
import type { Verify } from "../transfer-care.ts";
import type { TreeAction } from "./action.ts";
import type { TreeEntry } from "./file-tree.ts";
import type { Journal } from "./journal.ts";
import type { TreeProgress } from "./progress.ts";

/** Whether something takes part: asked for each entry at the source, and for those at the target that would be removed. */
export type TreeFilter = (entry: TreeEntry) => boolean;

/** Files of a tree, compared. */
export type Compare =
	/** By size and time where both are known; by what there is, else. */
	| "time"
	| "size"
	/** By hash: a file is read at both sides for that. */
	| "hash"
	| HashAlgorithm
	/** Whether they are the same. */
	| ((source: TreeEntry, target: TreeEntry) => boolean | Promise<boolean>);

/** How one tree is made like the other. */
export interface TreeOptions extends CallOptions {
	/** What takes part. A directory that does not take part is not looked into. `glob()` of `@isoftp/core/glob` makes one of patterns. */
	readonly filter?: TreeFilter | undefined;
	/**
	 * What becomes of a file that is at the target already. "compare": it is replaced where it is not the same; "overwrite": always, and what is
	 * in the way of a file or a directory, being of another type, is removed; "skip": never. "compare" by default.
	 */
	readonly existing?: "compare" | "overwrite" | "skip" | undefined;
	/** "time" by default. */
	readonly compare?: Compare | undefined;
	/**
	 * What becomes of symlinks. "skip", the default: nothing. "follow": what they point to is copied, as a file or a directory. "copy": a
	 * symlink is made, where the target can, and it does not lead out of the tree.
	 */
	readonly symlinks?: "skip" | "follow" | "copy" | undefined;
	/** The copies have the time of the original, where the target can. `true` by default. */
	readonly preserveTimes?: boolean | undefined;
	/** How each copy is verified: see `DownloadOptions.verify`. Its size always is, where it is known. */
	readonly verify?: Verify | undefined;
	/** Copies at the same time: with a pool as many as it has sessions by default, with a client always 1. */
	readonly concurrency?: number | undefined;
	/** How each copy is tried again: 5 attempts by default, unless the client has a `retry` of its own. */
	readonly retry?: Retry | boolean | undefined;
	/** Nothing is changed: the plan is in the result, problems and all, and the run does not fail for them. */
	readonly dryRun?: boolean | undefined;
	/**
	 * What was copied is written down here, and a run that was interrupted goes on from there: what is unchanged at the source is not compared
	 * again. It belongs to these two trees: with others it is an FTPUsageError. Cleared when a run is complete.
	 */
	readonly journal?: Journal | undefined;
	/**
	 * Gets the copies instead of their being made here: a queue, of which others take them and call `copyTreeFile()`. Directories are made here, and
	 * what is extraneous is removed here.
	 */
	readonly jobs?: JobStore | undefined;
	/** Told now and then, at most ten times a second, and at the end. */
	readonly onProgress?: ((progress: TreeProgress) => void) | undefined;
	/** Told each step when it is done. */
	readonly onAction?: ((action: TreeAction) => void) | undefined;
	/** Asked about each thing that could not be done: "ignore" means that the run does not fail for it. */
	// biome-ignore lint/suspicious/noConfusingVoidType: a function that only notes the problem returns nothing; one that is async may not be given.
	readonly onProblem?: ((problem: TreeProblem) => "ignore" | void) | undefined;
}

/** How one tree is made like the other, with nothing left over if that is wanted. */
export interface MirrorOptions extends TreeOptions {
	/**
	 * Removes at the target what is not at the source, once everything has been copied and nothing went wrong; before that, what is in the way of a file
	 * or a directory, being of another type. Not where the source is empty, unless `mostDeleted` is given. `false` by default.
	 */
	readonly delete?: boolean | undefined;
	/** Where more files and directories than so many would be removed, none is, and that is a problem of the run. Unlimited by default. */
	readonly mostDeleted?: number | undefined;
}

/** Somewhere jobs are kept until somebody does them. */
export interface JobStore {
	/** Resolves when the job is safe. An action is plain JSON but for its dates. */
	add(action: Extract<TreeAction, { type: "copy" }>): Promise<void>;
}

/** Something that could not be done. */
export interface TreeProblem {
	/** Where: from the root of the target; "" is the whole. */
	readonly path: string;
	/** In words. */
	readonly problem: string;
	/** The error, where there was one. */
	readonly cause?: unknown;
}

/** What was done. */
export interface TreeResult {
	/** Files that were copied, or would be in a dry run, or were handed to `jobs`. */
	readonly copied: number;
	/** Of the files that were copied, with what interrupted runs had left of them; or would be in a dry run. */
	readonly bytes: number;
	/** Directories that were made. */
	readonly directories: number;
	/** Files, symlinks and directories. */
	readonly removed: number;
	/** What was left as it is. */
	readonly skipped: number;
	/**
	 * What could not be done, but for what `onProblem` has ignored; no more than 10,000 of it. Besides, once, that the server does not set times: no run
	 * fails for that.
	 */
	readonly problems: readonly TreeProblem[];
	/** Of a dry run: all that would be done. */
	readonly plan?: readonly TreeAction[] | undefined;
}
