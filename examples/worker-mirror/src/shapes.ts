import type { CopyAction } from "@isoftp/core";

/** What a mirror is made of: two directories. */
export interface MirrorParams {
	/** The directory at the server. */
	readonly remote: string;
	/** What the keys of the copies begin with. */
	readonly prefix: string;
	/** Whether objects go for which there is no file at the server. */
	readonly delete: boolean;
}

/** What a queue carries: the copying of one file. */
export interface FileMessage extends Pick<MirrorParams, "remote" | "prefix"> {
	/** The mirror's id. */
	readonly mirror: string;
	/** The directory that the action is about, from the root of the mirror; "" is the root. */
	readonly directory: string;
	readonly action: CopyAction;
}

/** What became of looking into one directory. */
export interface Walked {
	/** The directories in it, from the root of the mirror. */
	readonly found: string[];
	/** Objects that were removed. */
	readonly removed: number;
}

/** What has become of one file. */
export interface Outcome {
	/** From the root of the mirror. */
	readonly path: string;
	/** "again": not yet, but it is tried again. */
	readonly state: "done" | "failed" | "again";
	readonly bytes?: number;
	readonly reason?: string;
}

/** What a directory was found to have, or a part of it. */
export interface Findings {
	/** Files that are to be copied. */
	readonly open: readonly string[];
	/** Files that are as they should be, and what is no file. */
	readonly same: readonly string[];
	readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

/** How far a mirror has come. */
export interface Progress {
	/** Directories that have been listed, and those known that have not. */
	readonly directories: { readonly listed: number; readonly waiting: number };
	/** Whether the whole tree has been listed: until then there may be more of everything. */
	readonly isListed: boolean;
	/** Why the last step could not list, or remove; it is tried again. Null where it could. */
	readonly stuck: string | null;
	/** Files that have been found: all the others together. */
	readonly total: number;
	/** Files that have been copied. */
	readonly done: number;
	/** Bytes of the files that have been copied. */
	readonly bytes: number;
	/** What was left as it was. */
	readonly same: number;
	/** Files that are in the queue, or being copied. */
	readonly open: number;
	/** What could not be done, and is not tried again. */
	readonly failed: number;
	/** Objects that were removed. */
	readonly removed: number;
	/** Some of what failed. */
	readonly failures: readonly Trouble[];
	/** Some of what failed so far, and is tried again. */
	readonly troubled: readonly Trouble[];
}

export interface Trouble {
	readonly path: string;
	readonly reason: string;
}

/** Puts a path below a directory; "" is the root. */
export function below(directory: string, path: string): string {
	if (directory === "" || path === "") return `${directory}${path}`;
	return directory.endsWith("/") ? `${directory}${path}` : `${directory}/${path}`;
}
