import { lstat, mkdir, realpath } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { hasErrno, unlessMissing } from "../local-file.ts";
import { refusalOf } from "./names.ts";

/**
 * Where the paths of a tree are on this machine. Each directory on the way is looked at each time, for a symlink in its place would lead out
 * of the tree. Node has no way to open a file relative to a directory that is held open, so between the look and what follows, which is
 * microseconds, somebody who may write to the tree could still plant one.
 */
export class Places {
	/** Whole, as the caller gave it. */
	readonly root: string;
	#real: string | undefined;

	constructor(root: string) {
		this.root = resolve(root);
	}

	/** Where a file or a directory is, or will be, which may be a symlink itself. */
	async at(path: string): Promise<string> {
		const names = namesOf(path);
		const last = names.pop();
		let place = await this.#top();
		for (const name of names) {
			place = join(place, name);
			await mustBeDirectory(place);
		}
		return last === undefined ? place : join(place, last);
	}

	/** Where a directory is. */
	async directory(path: string): Promise<string> {
		const place = await this.at(path);
		await mustBeDirectory(place);
		return place;
	}

	/** Makes a directory, and those above it. */
	async make(path: string): Promise<void> {
		if (!this.#real) await mkdir(this.root, { recursive: true });
		let place = await this.#top();
		for (const name of namesOf(path)) {
			place = join(place, name);
			try {
				await mkdir(place);
			} catch (error) {
				if (!hasErrno(error, "EEXIST")) throw error;
				await mustBeDirectory(place);
			}
		}
	}

	/** What a place is called in the tree, with all symlinks resolved; undefined where that is nothing, or outside. */
	async resolved(place: string): Promise<string | undefined> {
		const top = await this.#top();
		try {
			const real = await unlessMissing(realpath(place));
			if (real === undefined) return undefined;
			const names = relative(top, real).split(sep);
			return names[0] === ".." || resolve(top, ...names) !== real ? undefined : names.join("/");
		} catch (error) {
			// They lead in a circle, or through a file.
			if (hasErrno(error, "ELOOP", "ENOTDIR")) return undefined;
			throw error;
		}
	}

	async #top(): Promise<string> {
		// The root itself is the caller's word: it may be a symlink.
		this.#real ??= await realpath(this.root);
		return this.#real;
	}
}

/** @throws Error for what is not the path of something in a tree */
function namesOf(path: string): string[] {
	const names = path === "" ? [] : path.split("/");
	for (const name of names) {
		const refusal = refusalOf(name);
		if (refusal !== undefined) throw new Error(`${JSON.stringify(path)} cannot be in a local tree: ${refusal}`);
	}
	return names;
}

async function mustBeDirectory(place: string): Promise<void> {
	const stats = await lstat(place);
	if (stats.isSymbolicLink()) throw new Error(`${place} is a symlink, which may lead out of the tree`);
	if (!stats.isDirectory()) throw new Error(`${place} is not a directory`);
}
