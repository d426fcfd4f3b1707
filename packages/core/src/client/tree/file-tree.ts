import type { HashAlgorithm } from "../../operations/hash-algorithms.ts";
import type { CallOptions } from "../calls.ts";
import type { Sink, Source } from "../data-plan.ts";

/** What a tree has at one path. Plain data. */
export interface TreeEntry {
	/** From the tree's root: names with `/` between them, none in front and none behind. */
	readonly path: string;
	readonly type: "file" | "directory" | "symlink" | "unknown";
	/** In bytes; undefined where it is not known. */
	readonly size?: number | undefined;
	readonly modifiedAt?: Date | undefined;
	/** How exactly `modifiedAt` is told; to the millisecond where nothing is said. */
	readonly modifiedAtPrecision?: "day" | "minute" | "second" | undefined;
	/** Of a symlink, as it is written. */
	readonly linkTarget?: string | undefined;
}

/** What is known of a file that is to be written. */
export interface ToWrite extends CallOptions {
	readonly size?: number | undefined;
	readonly modifiedAt?: Date | undefined;
	/**
	 * Stands for these bytes and no others: the same in the next run if the file has not changed. Where it is given, what an interrupted run
	 * has left under the same identity may be continued.
	 */
	readonly identity?: string | undefined;
}

/** A file that is being written, beside what is there already, until `commit()`. */
export interface TreeSink extends Sink {
	/** How many of its bytes are there from an interrupted run: the rest is to be written. */
	readonly offset: number;
	/** Begins anew, from the first byte. */
	restart(): Promise<void>;
	/** The file is complete: it takes the place of what has its name. Sets its time where that was given. */
	commit(): Promise<void>;
	/** It is not complete. What has arrived may be kept under its identity for the next run, but never under its name. */
	discard(): Promise<void>;
}

/** A file that is being read. */
export interface TreeSource extends Source {
	/** From here on it gives the bytes from `offset` on. False where that cannot be. */
	rewindTo(offset: number): boolean;
	/** No more is wanted of it. Safe twice. */
	close(): Promise<void>;
}

/**
 * A tree of files that is not an FTP server's: a local directory (`localTree()` of adapter-node), a bucket (`r2Tree()` of adapter-workerd), memory
 * (`memoryTree()` of `@isoftp/core/testing`). Paths are as in `TreeEntry`; "" is the root. What it throws ends the file that it was about.
 */
export interface FileTree {
	/** What it is, for messages: `the directory ./mirror`. */
	readonly name: string;
	/** Where `a` and `A` are the same file, as on Windows and macOS; false by default. */
	readonly ignoresCase?: boolean | undefined;
	/** Whether a file that is written has the time afterwards that `write()` was told; false by default. */
	readonly keepsTimes?: boolean | undefined;
	/** Whether its root is there, without which there is nothing to upload; taken for granted where this is missing. */
	exists?(): Promise<boolean>;
	/** Why there can be no file of this name here, in words; nothing where there can be. Whatever leads out of the tree has been stopped before. */
	refusal?(name: string): string | undefined;
	/** What is in a directory, in any order, not below it. Nothing where there is no such directory. Symlinks are not followed. */
	list(directory: string, options?: CallOptions): AsyncIterable<TreeEntry>;
	/** Opens a file to be read from its first byte on. */
	read(path: string, options?: CallOptions): Promise<TreeSource>;
	/** Begins to write a file. The directories above it are there; the root is made where it is not. */
	write(path: string, file: ToWrite): Promise<TreeSink>;
	/** Makes a directory, and those above it; it may be there. */
	makeDirectory(path: string): Promise<void>;
	/** Removes a file or a symlink. */
	remove(path: string): Promise<void>;
	/** Removes an empty directory. */
	removeDirectory(path: string): Promise<void>;
	/** The hash of a file, in lower-case hex; undefined where the tree does not have the algorithm. */
	hash?(path: string, algorithm: HashAlgorithm, options?: CallOptions): Promise<string | undefined>;
	/**
	 * What a symlink points to, with the path that this really has, on which there is no symlink; only where it may be followed. Undefined where it
	 * leads to nothing, or out of the tree.
	 */
	follow?(path: string): Promise<TreeEntry | undefined>;
	/** Makes a symlink, of a target that does not lead out of the tree. */
	makeLink?(path: string, target: string): Promise<void>;
}
