import { mkdir, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { randomOf } from "../chaos/random.ts";
import { fail } from "../checks/assert.ts";
import type { Content } from "./content.ts";
import { giveLike, hashOf, makeFile } from "./files.ts";

/** How many files a tree has, and how large they are. */
export interface Shape {
	readonly small: number;
	readonly large: number;
	/** Bytes of each large one. */
	readonly largeSize: number;
}

/** A file of a tree. */
export interface Leaf extends Content {
	readonly path: string;
}

/** The SHA-256 of each file, by its path. */
export type Hashes = ReadonlyMap<string, string>;

const FILES_IN_A_FOLDER = 100;
/** Files that are made or read at the same time. */
const AT_ONCE = 8;

/** Many small files in folders, and large ones among them. */
export function layoutOf(seed: number, { small, large, largeSize }: Shape): Leaf[] {
	const random = randomOf(seed);
	const sizeOf = (): number => (random.percent(10) ? random.pick([0, 1, 65_536, 100_003]) : random.between(1, 8_192));
	const seedOf = (): number => random.between(1, 2 ** 31);
	const leaves = Array.from({ length: small }, (_, number) => ({
		path: `folder ${Math.floor(number / FILES_IN_A_FOLDER)}/${number % 2 === 0 ? "even/" : ""}file ${number}.bin`,
		seed: seedOf(),
		size: sizeOf(),
	}));
	for (let number = 0; number < large; number++) {
		leaves.push({ path: `large ${number}/large.bin`, seed: seedOf(), size: largeSize });
	}
	return leaves;
}

/** Makes the files of a tree in a folder that is not there yet; all of it belongs to whom the folder around it belongs to. */
export async function plant(leaves: readonly Leaf[], folder: string): Promise<Hashes> {
	const hashes = new Map<string, string>();
	await makeFolder(folder, dirname(folder));
	const folders = new Set(leaves.map(({ path }) => dirname(join(folder, path))));
	for (const one of folders) await makeFolder(one, folder);
	await inLanes(leaves, async (leaf) => {
		const path = join(folder, leaf.path);
		hashes.set(leaf.path, await makeFile(path, leaf));
		await giveLike(folder, path);
	});
	return hashes;
}

/** Makes a folder, and those above it up to `root`, all of them like that one. */
export async function makeFolder(path: string, root: string): Promise<void> {
	if (path === root || (await stat(path).catch(() => undefined))?.isDirectory()) return;
	await makeFolder(dirname(path), root);
	await mkdir(path);
	await giveLike(root, path);
}

/** All files of a tree, hidden ones too, by their paths. */
export async function filesIn(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** Reads every file of a tree. @throws Error where one is missing, is wrong, or is one too many */
export async function compare(folder: string, hashes: Hashes): Promise<void> {
	const found = await filesIn(folder);
	const wrong = found.filter((path) => !hashes.has(path)).map((path) => `${path} is one too many`);
	await inLanes([...hashes], async ([path, expected]) => {
		const actual = await hashOf(join(folder, path)).catch((error) => `nothing: ${error}`);
		if (actual !== expected) wrong.push(`${path} has ${actual} instead of ${expected}`);
	});
	if (wrong.length > 0) fail(`${wrong.length} of ${hashes.size} files are wrong:\n${wrong.slice(0, 20).join("\n")}`);
}

async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
	const rest = items.values();
	const lane = async (): Promise<void> => {
		for (const item of rest) await work(item);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
