import { type Clock, systemClock } from "../client/clock.ts";
import { baseName, normalize, parentOf } from "./memory-files-path.ts";

/** Why something could not be done to a file. */
export type FileErrorCode = "NOT_FOUND" | "NOT_A_FILE" | "NOT_A_DIRECTORY" | "EXISTS" | "NOT_EMPTY" | "NO_SPACE" | "DENIED";

export class FileError extends Error {
	override readonly name = "FileError" as const;
	readonly code: FileErrorCode;

	constructor(code: FileErrorCode, message: string) {
		super(message);
		this.code = code;
	}
}

/** What is known of a file or directory. */
export interface FileInfo {
	readonly name: string;
	readonly path: string;
	readonly type: "file" | "directory";
	/** Bytes; 0 for a directory. */
	readonly size: number;
	readonly modifiedAt: Date;
	/** Permission bits, such as 0o644. A file without 0o200 cannot be written, one without 0o400 not be read. */
	readonly mode: number;
	readonly owner: string;
	readonly group: string;
	/** The same number for as long as it exists, whatever it is called. */
	readonly id: number;
}

export interface FileAttributes {
	readonly modifiedAt?: Date;
	readonly mode?: number;
	readonly owner?: string;
	readonly group?: string;
}

export interface MemoryFilesOptions {
	/** Where the time of a change comes from. */
	readonly clock?: Clock;
	/** Most bytes of all files together; more is "no space left". 1 GiB unless told. */
	readonly capacity?: number;
}

interface Node {
	readonly id: number;
	modifiedAt: number;
	mode: number;
	owner: string;
	group: string;
	/** Names below, for a directory. */
	readonly entries?: Map<string, Node>;
	/** The bytes, in the pieces in which they came, for a file. */
	chunks: Uint8Array[];
	size: number;
}

/** A file system in memory: directories, and files as pieces of bytes. Paths start at `/`; `.` and `..` are understood. */
export class MemoryFiles {
	readonly #clock: Clock;
	readonly #capacity: number;
	#lastId = 0;
	#used = 0;
	readonly #root: Node;

	constructor(options: MemoryFilesOptions = {}) {
		this.#clock = options.clock ?? systemClock;
		this.#capacity = options.capacity ?? 2 ** 30;
		this.#root = this.#node(true);
	}

	/** Bytes that can still be added. */
	get free(): number {
		return this.#capacity - this.#used;
	}

	/** Writes a whole file, with the directories it needs. */
	write(path: string, data: string | Uint8Array, attributes: FileAttributes = {}): void {
		this.mkdir(parentOf(path), { recursive: true });
		this.truncate(path);
		this.append(path, typeof data === "string" ? new TextEncoder().encode(data) : data);
		this.change(path, attributes);
	}

	/** All bytes of a file. */
	read(path: string): Uint8Array {
		const bytes = new Uint8Array(this.#file(path).size);
		let at = 0;
		for (const chunk of this.chunks(path)) {
			bytes.set(chunk, at);
			at += chunk.length;
		}
		return bytes;
	}

	/** A whole file as UTF-8 text. */
	text(path: string): string {
		return new TextDecoder().decode(this.read(path));
	}

	/** The bytes from `offset` on, in pieces of at most `largest`. What is added meanwhile is not among them. */
	*chunks(path: string, offset = 0, largest: number = 2 ** 16): Generator<Uint8Array, void, void> {
		let skip = offset;
		for (const chunk of [...this.#file(path).chunks]) {
			for (let at = Math.min(skip, chunk.length); at < chunk.length; at += largest) {
				yield chunk.subarray(at, at + largest);
			}
			skip = Math.max(0, skip - chunk.length);
		}
	}

	/** What is in a directory, by name. */
	list(path: string): FileInfo[] {
		const node = this.#find(path);
		if (node.entries === undefined) {
			throw new FileError("NOT_A_DIRECTORY", `${path} is no directory`);
		}
		const base = normalize(path);
		const infos = [...node.entries].map(([name, entry]) => info(entry, normalize(`${base}/${name}`)));
		return infos.sort((a, b) => (a.name < b.name ? -1 : 1));
	}

	stat(path: string): FileInfo {
		return info(this.#find(path), normalize(path));
	}

	exists(path: string): boolean {
		return this.#lookup(path) !== undefined;
	}

	mkdir(path: string, options: { readonly recursive?: boolean } = {}): void {
		if (options.recursive && this.#lookup(path)?.entries !== undefined) {
			return;
		}
		if (options.recursive) {
			this.mkdir(parentOf(path), options);
		}
		this.#add(path, this.#node(true));
	}

	/** Makes an empty file, or empties one. */
	truncate(path: string, size = 0): void {
		if (!this.exists(path)) {
			this.#add(path, this.#node(false));
		}
		const node = this.#file(path);
		const kept = [...this.chunks(path)];
		this.#used -= node.size;
		node.chunks = [];
		node.size = 0;
		for (const chunk of kept) {
			const part = chunk.subarray(0, size - node.size);
			node.chunks.push(part);
			node.size += part.length;
		}
		this.#used += node.size;
		node.modifiedAt = this.#clock.now();
	}

	/** Adds bytes at the end of a file. They are copied. */
	append(path: string, bytes: Uint8Array): void {
		const node = this.#file(path);
		if (this.#used + bytes.length > this.#capacity) {
			throw new FileError("NO_SPACE", "No space left");
		}
		// Not slice(): on a Buffer of Node's that is only a view.
		node.chunks.push(new Uint8Array(bytes));
		node.size += bytes.length;
		this.#used += bytes.length;
		node.modifiedAt = this.#clock.now();
	}

	/** Changes what is known of a file or directory. */
	change(path: string, attributes: FileAttributes): void {
		const { modifiedAt, ...rest } = attributes;
		Object.assign(this.#find(path), rest, modifiedAt && { modifiedAt: modifiedAt.getTime() });
	}

	/** Renames a file or directory; a file of the new name is replaced. */
	rename(from: string, to: string): void {
		const node = this.#find(from);
		const [source, target] = [normalize(from), normalize(to)];
		if (`${target}/`.startsWith(`${source}/`) && (target !== source || source === "/")) {
			throw new FileError("DENIED", `${from} cannot be moved into itself`);
		}
		const replaced = this.#lookup(to);
		if (replaced !== undefined && replaced !== node) {
			this.remove(to);
		}
		this.#add(to, node, true);
		if (source !== target) {
			this.#directory(parentOf(from)).delete(baseName(from));
		}
	}

	/** Removes a file. */
	remove(path: string): void {
		this.#used -= this.#file(path).size;
		this.#directory(parentOf(path)).delete(baseName(path));
	}

	/** Removes an empty directory. */
	rmdir(path: string): void {
		if (this.list(path).length > 0) {
			throw new FileError("NOT_EMPTY", `${path} is not empty`);
		}
		this.#directory(parentOf(path)).delete(baseName(path));
	}

	#node(directory: boolean): Node {
		return {
			id: ++this.#lastId,
			modifiedAt: this.#clock.now(),
			mode: directory ? 0o755 : 0o644,
			owner: "owner",
			group: "group",
			...(directory && { entries: new Map<string, Node>() }),
			chunks: [],
			size: 0,
		};
	}

	#lookup(path: string): Node | undefined {
		let node: Node | undefined = this.#root;
		for (const name of normalize(path).split("/").filter(Boolean)) {
			node = node?.entries?.get(name);
		}
		return node;
	}

	#find(path: string): Node {
		const node = this.#lookup(path);
		if (node === undefined) {
			throw new FileError("NOT_FOUND", `${path} does not exist`);
		}
		return node;
	}

	#file(path: string): Node {
		const node = this.#find(path);
		if (node.entries !== undefined) {
			throw new FileError("NOT_A_FILE", `${path} is a directory`);
		}
		return node;
	}

	#directory(path: string): Map<string, Node> {
		const { entries } = this.#find(path);
		if (entries === undefined) {
			throw new FileError("NOT_A_DIRECTORY", `${path} is no directory`);
		}
		return entries;
	}

	#add(path: string, node: Node, replace = false): void {
		const directory = this.#directory(parentOf(path));
		if (!replace && this.exists(path)) {
			throw new FileError("EXISTS", `${path} exists`);
		}
		directory.set(baseName(path), node);
		this.#find(parentOf(path)).modifiedAt = this.#clock.now();
	}
}

function info(node: Node, path: string): FileInfo {
	const { id, size, modifiedAt, mode, owner, group, entries } = node;
	const type = entries === undefined ? "file" : "directory";
	return { name: baseName(path), path, type, size, modifiedAt: new Date(modifiedAt), mode, owner, group, id };
}
