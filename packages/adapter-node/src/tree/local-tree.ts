import { lstat, opendir, rmdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import {
	type CallOptions,
	type FileTree,
	FTPUsageError,
	type HashAlgorithm,
	type ToWrite,
	type TreeEntry,
	type TreeSink,
} from "@isoftp/core";
import { nodeDigest } from "../digest.ts";
import { FileSink } from "../file-sink.ts";
import { FileSource } from "../file-source.ts";
import { Leftovers } from "../leftovers.ts";
import { hasErrno, NO_FOLLOW, unlessMissing } from "../local-file.ts";
import { PartFile } from "../part-file.ts";
import { isPartName } from "../part-name.ts";
import { entriesIn } from "./entries.ts";
import { ignoresCase } from "./ignores-case.ts";
import { follow, makeLink } from "./local-links.ts";
import { refusalOf } from "./names.ts";
import { Places } from "./places.ts";

/** How files are written in a tree of this machine. */
export interface LocalTreeOptions {
	/** Each file is on the disk before it has its name; see `NodeDownloadOptions.fsync`. `false` by default. */
	readonly fsync?: boolean | undefined;
}

/**
 * A directory of this machine as a tree of files, for `downloadTree()`, `uploadTree()` and `mirror()`. It need not be there yet.
 *
 * Nothing outside is read or written: no directory on the way may be a symlink, except above the tree. Files come to be under a temporary name,
 * `.NAME.IDENTITY.part`, under which an interrupted one is continued; such names are not part of the tree. A symlink is replaced, not
 * written through.
 * @throws FTPUsageError BAD_ARGUMENT
 */
export function localTree(directory: string, options: LocalTreeOptions = {}): FileTree {
	if (typeof directory !== "string" || directory === "" || directory.includes("\0")) throw wrong("A directory must be a path");
	if (typeof options !== "object" || options === null) throw wrong("Options must be an object");
	const { fsync = false } = options;
	if (typeof fsync !== "boolean") throw wrong("fsync must be true or false");
	return new LocalTree(new Places(directory), fsync);
}

class LocalTree implements FileTree {
	readonly name: string;
	readonly keepsTimes = true;
	readonly #places: Places;
	readonly #fsync: boolean;
	readonly #leftovers = new Leftovers();
	#ignoresCase: boolean | undefined;

	constructor(places: Places, fsync: boolean) {
		this.name = `the directory ${places.root}`;
		this.#places = places;
		this.#fsync = fsync;
	}

	get ignoresCase(): boolean {
		this.#ignoresCase ??= ignoresCase(this.#places.root);
		return this.#ignoresCase;
	}

	async exists(): Promise<boolean> {
		return (await unlessMissing(stat(this.#places.root))) !== undefined;
	}

	refusal(name: string): string | undefined {
		return refusalOf(name);
	}

	async *list(directory: string, { signal }: CallOptions = {}): AsyncIterableIterator<TreeEntry> {
		signal?.throwIfAborted();
		const place = await unlessMissing(this.#places.directory(directory));
		if (place !== undefined) yield* entriesIn(place, directory, signal);
	}

	async read(path: string, { signal }: CallOptions = {}): Promise<FileSource> {
		signal?.throwIfAborted();
		const place = await this.#places.at(path);
		if ((await lstat(place)).isSymbolicLink()) throw new Error(`${place} is a symlink`);
		const source = new FileSource(place, 0);
		await source.open(NO_FOLLOW);
		return source;
	}

	async write(path: string, { size, identity, modifiedAt, signal }: ToWrite): Promise<TreeSink> {
		signal?.throwIfAborted();
		const place = await this.#places.at(path);
		if ((await unlessMissing(lstat(place)))?.isDirectory()) throw new Error(`${place} is a directory`);
		const check = (): Promise<string> => this.#places.at(path);
		const part = new PartFile(place, { identity, modifiedAt, fsync: this.#fsync, check });
		await this.#leftovers.remove(place, part.name);
		const offset = await part.take(size);
		const sink = new FileSink(part, offset);
		return {
			offset,
			write: (bytes) => sink.write(bytes),
			restart: () => sink.restart(),
			commit: () => sink.finish(),
			discard: async () => {
				await sink.discard(identity !== undefined);
				await this.#leftovers.add(place, part.name);
			},
		};
	}

	async makeDirectory(path: string): Promise<void> {
		await this.#places.make(path);
	}

	async remove(path: string): Promise<void> {
		await unlink(await this.#places.at(path));
	}

	async removeDirectory(path: string): Promise<void> {
		const place = await this.#places.directory(path);
		try {
			await rmdir(place);
		} catch (error) {
			if (!hasErrno(error, "ENOTEMPTY", "EEXIST")) throw error;
			// Nobody sees what interrupted downloads have left.
			for await (const { name } of await opendir(place)) if (isPartName(name)) await unlessMissing(unlink(join(place, name)));
			await rmdir(place);
		}
	}

	async hash(path: string, algorithm: HashAlgorithm, { signal }: CallOptions = {}): Promise<string | undefined> {
		const digest = nodeDigest(algorithm);
		if (!digest) return undefined;
		const source = await this.read(path, { signal });
		try {
			for (let bytes = await source.read(); bytes; bytes = await source.read()) {
				signal?.throwIfAborted();
				await digest.update(bytes);
			}
			return await digest.hex();
		} finally {
			await source.close();
		}
	}

	async follow(path: string): Promise<TreeEntry | undefined> {
		return await follow(this.#places, path);
	}

	async makeLink(path: string, target: string): Promise<void> {
		await makeLink(this.#places, path, target);
	}
}

function wrong(message: string): FTPUsageError {
	return new FTPUsageError("BAD_ARGUMENT", message);
}
