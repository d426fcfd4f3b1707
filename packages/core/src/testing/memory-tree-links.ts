import type { TreeEntry } from "../client/tree/file-tree.ts";
import { FileError, type MemoryFiles } from "./memory-files.ts";

/** How many symlinks may lead to one another. */
const MOST_STEPS = 40;

/** The symlinks of a tree in memory: files in memory know of none. */
export class MemoryLinks {
	readonly #files: MemoryFiles;
	readonly #at: (path: string) => string;
	readonly #targets = new Map<string, string>();

	/** @param at where a path is among the files */
	constructor(files: MemoryFiles, at: (path: string) => string) {
		this.#files = files;
		this.#at = at;
	}

	add(path: string, target: string): void {
		if (this.#targets.has(path) || this.#files.exists(this.#at(path))) throw new FileError("EXISTS", `${path} exists`);
		this.#targets.set(path, target);
	}

	/** Whether there was one. */
	delete(path: string): boolean {
		return this.#targets.delete(path);
	}

	in(directory: string): TreeEntry[] {
		const start = directory === "" ? "" : `${directory}/`;
		return [...this.#targets]
			.filter(([path]) => path.startsWith(start) && !path.slice(start.length).includes("/"))
			.map(([path, linkTarget]) => ({ path, type: "symlink", linkTarget }));
	}

	/** Where a path leads, with no symlink left in it; undefined where that is nothing, or out of the tree. */
	resolve(path: string): string | undefined {
		const waiting = path.split("/");
		const names: string[] = [];
		for (let steps = 0; waiting.length > 0; ) {
			const name = waiting.shift() ?? "";
			if (name === "" || name === ".") continue;
			if (name === "..") {
				if (names.pop() === undefined) return undefined;
				continue;
			}
			const target = this.#targets.get([...names, name].join("/"));
			if (target === undefined) names.push(name);
			else if (target.startsWith("/") || ++steps > MOST_STEPS) return undefined;
			else waiting.unshift(...target.split("/"));
		}
		const found = names.join("/");
		return this.#files.exists(this.#at(found)) ? found : undefined;
	}
}
