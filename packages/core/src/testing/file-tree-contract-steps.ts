import type { FileTree, ToWrite, TreeEntry, TreeSink, TreeSource } from "../client/tree/file-tree.ts";
import { concat } from "../protocol/bytes.ts";
import { same } from "./dialer-contract-steps.ts";

/** What a case is run with. */
export interface FileTreeContext {
	/** Gives a tree over one and the same place, empty at first: the second time as a later run finds it. */
	open(): FileTree | Promise<FileTree>;
}

/** One thing that a tree of files must do. `run` throws when it does not. */
export interface FileTreeCase {
	readonly name: string;
	run(context: FileTreeContext): Promise<void>;
}

export function treeCase(name: string, steps: (tree: FileTree, open: FileTreeContext["open"]) => Promise<void>): FileTreeCase {
	return { name, run: async (context) => await steps(await context.open(), () => context.open()) };
}

export function bytesOf(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

/** Gives bytes to a sink as a transfer does: in a buffer that is used again afterwards. */
export async function give(sink: TreeSink, bytes: Uint8Array, piece: number = 65_536): Promise<void> {
	const buffer = new Uint8Array(piece);
	for (let at = 0; at < bytes.length; at += piece) {
		const part = buffer.subarray(0, Math.min(piece, bytes.length - at));
		part.set(bytes.subarray(at, at + part.length));
		await sink.write(part, () => new Uint8Array(part));
		buffer.fill(0x21);
	}
}

export async function put(tree: FileTree, path: string, data: string | Uint8Array, file: ToWrite = {}): Promise<void> {
	const bytes = typeof data === "string" ? bytesOf(data) : data;
	const sink = await tree.write(path, { size: bytes.length, ...file });
	await give(sink, bytes.subarray(sink.offset));
	await sink.commit();
}

/** What a source still has. */
export async function rest(source: TreeSource): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	for (let bytes = await source.read(); bytes; bytes = await source.read()) pieces.push(new Uint8Array(bytes));
	return concat(pieces);
}

export async function contents(tree: FileTree, path: string): Promise<Uint8Array> {
	const source = await tree.read(path);
	const bytes = await rest(source);
	await source.close();
	return bytes;
}

export async function expectText(tree: FileTree, path: string, text: string): Promise<void> {
	same(new TextDecoder().decode(await contents(tree, path)), text, `What is in ${path}`);
}

export function expectBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
	same(actual.length, expected.length, `The length of ${what}`);
	const wrong = actual.findIndex((byte, at) => byte !== expected[at]);
	same(wrong, -1, `The first wrong byte of ${what}`);
}

export async function entries(tree: FileTree, directory: string): Promise<TreeEntry[]> {
	const all: TreeEntry[] = [];
	for await (const entry of tree.list(directory)) all.push(entry);
	return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Fails unless these are in a directory, and nothing else. */
export async function expectPaths(tree: FileTree, directory: string, paths: readonly string[]): Promise<void> {
	const found = (await entries(tree, directory)).map(({ path }) => path);
	same(JSON.stringify(found), JSON.stringify([...paths].sort()), `What is in "${directory}"`);
}

/** Bytes of which no two stretches are the same. */
export function manyBytes(length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	for (let at = 0, value = 1; at < length; at++) {
		value = (value * 1_103_515_245 + 12_345) & 0x7fffffff;
		bytes[at] = value >> 16;
	}
	return bytes;
}
