import type { Found } from "./side.ts";

/** A directory of the source that is still to be looked into. */
export interface Frame {
	/** Where it is at the target. */
	readonly path: string;
	/** Where it is at the source: another path behind a symlink that was followed. */
	readonly from: string;
	/** The same with no symlinks in it, as far as is known: what tells that a symlink leads back. */
	readonly real: string | undefined;
	readonly parent: Frame | undefined;
	/** 1 for the root. */
	readonly depth: number;
	/** Symlinks that were followed on the way to it. */
	readonly links: number;
	/** Whether it is at the target, or has been told to be made there. */
	exists: boolean;
	/** What is in it, once somebody has begun to ask. */
	contents?: Promise<Contents> | undefined;
}

/** What is in a directory at both sides; or why that is not known. */
export interface Contents {
	readonly source: Listed;
	readonly target: Listed;
}

export type Listed = { readonly found: readonly Found[] | undefined } | { readonly error: unknown };

export function join(directory: string, name: string): string {
	return directory === "" ? name : `${directory}/${name}`;
}

/** Whether a directory is on the way to another one, or that itself. */
export function isOnTheWay(frame: Frame, real: string): boolean {
	for (let one: Frame | undefined = frame; one; one = one.parent) if (one.real === real) return true;
	return false;
}
