import { opendir, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { unlessMissing } from "./local-file.ts";
import { isPartName, isPartOf } from "./part-name.ts";

/** Folders whose leftovers are remembered: more than a walk through a tree is in at the same time. */
const MOST_FOLDERS = 1_000;

/** What interrupted downloads have left in folders. Each folder is looked through once, not for each file in it. */
export class Leftovers {
	readonly #folders = new Map<string, Promise<Set<string>>>();

	/** Removes what is left of other versions of a file. @param but the temporary name that is still wanted */
	async remove(place: string, but: string): Promise<void> {
		const folder = dirname(place);
		const parts = await this.#in(folder);
		for (const part of parts) {
			if (part === but || !isPartOf(part, basename(place))) continue;
			parts.delete(part);
			await unlessMissing(unlink(join(folder, part)));
		}
	}

	/** One more: what is to be written to this place next may be another version. */
	async add(place: string, part: string): Promise<void> {
		(await this.#folders.get(dirname(place)))?.add(part);
	}

	#in(folder: string): Promise<Set<string>> {
		const known = this.#folders.get(folder);
		if (known) return known;
		const [oldest] = this.#folders.keys();
		if (oldest !== undefined && this.#folders.size >= MOST_FOLDERS) this.#folders.delete(oldest);
		const parts = partsIn(folder);
		this.#folders.set(folder, parts);
		// It may be there the next time.
		parts.catch(() => this.#folders.delete(folder));
		return parts;
	}
}

async function partsIn(folder: string): Promise<Set<string>> {
	const parts = new Set<string>();
	for await (const { name } of await opendir(folder)) if (isPartName(name)) parts.add(name);
	return parts;
}
