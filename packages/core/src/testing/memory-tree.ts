import type { FileTree, TreeEntry, TreeSource } from "../client/tree/file-tree.ts";
import { memoryDigest } from "./memory-digest.ts";
import { FileError, MemoryFiles } from "./memory-files.ts";
import { MemoryLinks } from "./memory-tree-links.ts";
import { MemoryParts } from "./memory-tree-parts.ts";

/** What a tree in memory can do, and where it is. */
export interface MemoryTreeOptions {
	/** The directory of `files` that is the root; made if it is not there. "/" by default. */
	readonly root?: string | undefined;
	/** See `FileTree.ignoresCase`. Names that differ only in that find the file that is there. `false` by default. */
	readonly ignoresCase?: boolean | undefined;
	/** See `FileTree.refusal`. No name is refused by default. */
	readonly refusal?: ((name: string) => string | undefined) | undefined;
	/** `false` for a tree whose files have the time at which they were written. `true` by default. */
	readonly keepsTimes?: boolean | undefined;
	/** `false` for a tree that has no hashes. `true` by default: those of Web Crypto, SHA-1, SHA-256, SHA-384 and SHA-512. */
	readonly hashes?: boolean | undefined;
	/** `false` for a tree that has no symlinks. `true` by default. */
	readonly links?: boolean | undefined;
}

/** A tree in memory, and what it is made of. */
export interface MemoryTree extends FileTree {
	/** What is in it, for a test to look at and to change. */
	readonly files: MemoryFiles;
	/** Makes a symlink, whatever its target: as others may have put it there. */
	plantLink(path: string, target: string): void;
}

/** A tree of files in memory, for tests of what is done with trees. */
export function memoryTree(files: MemoryFiles = new MemoryFiles(), options: MemoryTreeOptions = {}): MemoryTree {
	const { root = "/", ignoresCase = false, refusal, keepsTimes = true, hashes = true } = options;
	files.mkdir(root, { recursive: true });
	/** Where a path of the tree is in `files`. */
	const at = (path: string): string => {
		let found = root;
		for (const name of path.split("/").filter(Boolean)) {
			const there =
				ignoresCase && files.exists(found) ? files.list(found).find((one) => folded(one.name) === folded(name)) : undefined;
			found = `${found}/${there?.name ?? name}`;
		}
		return found;
	};
	const parts = new MemoryParts(files, at);
	const links = new MemoryLinks(files, at);
	const entryOf = (path: string): TreeEntry => {
		const { type, size, modifiedAt } = files.stat(at(path));
		return type === "file" ? { path, type, size, modifiedAt } : { path, type };
	};
	return {
		files,
		name: "memory",
		ignoresCase,
		...(refusal && { refusal }),
		async *list(directory, { signal } = {}) {
			if (!files.exists(at(directory))) return;
			for (const { name } of files.list(at(directory))) {
				signal?.throwIfAborted();
				yield entryOf(join(directory, name));
			}
			yield* links.in(directory);
		},
		async read(path) {
			return sourceOf(files.read(at(path)));
		},
		async write(path, file) {
			// The place is there, and free for a file.
			if (files.stat(at(parent(path))).type === "file") throw new FileError("NOT_A_DIRECTORY", `${parent(path)} is no directory`);
			if (files.exists(at(path)) && files.stat(at(path)).type === "directory") {
				throw new FileError("NOT_A_FILE", `${path} is a directory`);
			}
			return parts.open(path, { ...file, modifiedAt: keepsTimes ? file.modifiedAt : undefined }, () => links.delete(path));
		},
		async makeDirectory(path) {
			files.mkdir(at(path), { recursive: true });
		},
		async remove(path) {
			if (!links.delete(path)) files.remove(at(path));
		},
		async removeDirectory(path) {
			if (links.in(path).length > 0) throw new FileError("NOT_EMPTY", `${path} is not empty`);
			files.rmdir(at(path));
		},
		keepsTimes,
		...(hashes && {
			async hash(path, algorithm) {
				const digest = memoryDigest(algorithm);
				await digest?.update(files.read(at(path)));
				return await digest?.hex();
			},
		}),
		...((options.links ?? true) && {
			async follow(path: string) {
				const target = links.resolve(path);
				return target === undefined ? undefined : entryOf(target);
			},
			async makeLink(path: string, target: string) {
				links.add(path, target);
			},
		}),
		plantLink: (path, target) => links.add(path, target),
	} satisfies MemoryTree;
}

function sourceOf(bytes: Uint8Array): TreeSource {
	/** Files come in pieces. */
	const piece = 65_536;
	let position = 0;
	const rewindTo = (offset: number): boolean => {
		if (offset > bytes.length) return false;
		position = offset;
		return true;
	};
	return {
		async read() {
			const from = position;
			position = Math.min(bytes.length, from + piece);
			return from < bytes.length ? bytes.slice(from, position) : undefined;
		},
		rewind: () => rewindTo(0),
		rewindTo,
		cancel() {},
		async close() {},
	};
}

function join(directory: string, name: string): string {
	return directory === "" ? name : `${directory}/${name}`;
}

function parent(path: string): string {
	return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function folded(name: string): string {
	return name.normalize("NFC").toLowerCase();
}
