import type { ToWrite, TreeSink } from "../client/tree/file-tree.ts";
import type { MemoryFiles } from "./memory-files.ts";

/** What has arrived of a file, and which file that is. */
interface Part {
	readonly identity: string | undefined;
	chunks: Uint8Array[];
	size: number;
}

/** Files that are being written, and what interrupted runs have left of them. */
export class MemoryParts {
	readonly #files: MemoryFiles;
	readonly #at: (path: string) => string;
	/** By where the files will be: one each, for another identity is another file, of which nothing is wanted any more. */
	readonly #kept = new Map<string, Part>();

	/** @param at where a path is among the files */
	constructor(files: MemoryFiles, at: (path: string) => string) {
		this.#files = files;
		this.#at = at;
	}

	/** @param onCommit just before the file gets its name */
	open(path: string, file: ToWrite, onCommit: () => void): TreeSink {
		const [files, kept, place] = [this.#files, this.#kept, this.#at(path)];
		const left = kept.get(place);
		const part: Part =
			left && file.identity !== undefined && left.identity === file.identity
				? left
				: { identity: file.identity, chunks: [], size: 0 };
		// From the first byte on, as on a disk: what is killed cannot tidy up.
		if (file.identity !== undefined) kept.set(place, part);
		else kept.delete(place);
		const forget = (): void => {
			if (kept.get(place) === part) kept.delete(place);
		};
		return {
			offset: part.size,
			write(bytes) {
				part.chunks.push(new Uint8Array(bytes));
				part.size += bytes.length;
				return undefined;
			},
			async restart() {
				part.chunks = [];
				part.size = 0;
			},
			async commit() {
				onCommit();
				files.write(place, new Uint8Array());
				for (const chunk of part.chunks) files.append(place, chunk);
				if (file.modifiedAt) files.change(place, { modifiedAt: file.modifiedAt });
				forget();
			},
			async discard() {
				if (file.identity === undefined) forget();
			},
		};
	}
}
