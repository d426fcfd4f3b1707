import { downloadTree, type FTPPool, mirror, removeTree, type TreeResult, uploadTree } from "@isoftp/core";
import { MemoryFiles, memoryTree } from "@isoftp/core/testing";
import { equal, ok } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type RoughWorld, SHORT } from "./rough.ts";
import { type Check, fresh } from "./world.ts";

/** Whole seconds, and odd ones: what every server can tell. */
const TIME = Date.UTC(2024, 1, 29, 12, 34, 57);

type Files = ReadonlyMap<string, Uint8Array>;

/** Ten files in each directory, with names and sizes as they come. */
function someFiles(directories: number): Files {
	const files = new Map<string, Uint8Array>();
	const names = [
		"plain.txt",
		"with blanks  in it.txt",
		".hidden",
		"ünïcödé 日本.txt",
		"empty",
		"-dash",
		"a;b=c.txt",
		"(x) [y].bin",
		"'q'.txt",
	];
	for (let folder = 0; folder < directories; folder++) {
		for (const [index, name] of [...names, "large.bin"].entries()) {
			const size = name === "empty" ? 0 : name === "large.bin" ? 100_000 + folder : 100 * index + folder;
			files.set(`${folder % 2 ? "ödd folder" : ".even"}/sub ${folder}/${name}`, pattern(size, 10 * folder + index + 1));
		}
	}
	return files;
}

/** The directory without anything in it. */
const EMPTY = "nothing in here";

function memoryOf(files: Files): ReturnType<typeof memoryTree> {
	const memory = new MemoryFiles();
	for (const [path, bytes] of files) {
		memory.mkdir(`/${path.slice(0, path.lastIndexOf("/"))}`, { recursive: true });
		memory.write(`/${path}`, bytes, { modifiedAt: new Date(TIME) });
	}
	memory.mkdir(`/${EMPTY}`);
	return memoryTree(memory);
}

async function isInMemory(memory: MemoryFiles, files: Files): Promise<void> {
	const found: string[] = [];
	const look = (directory: string): void => {
		for (const { name, type } of memory.list(directory || "/")) {
			if (type === "directory") look(`${directory}/${name}`);
			else found.push(`${directory}/${name}`.slice(1));
		}
	};
	look("");
	equal(found.sort(), [...files.keys()].sort(), "the files that have come");
	for (const [path, bytes] of files) equal(await sha256(memory.read(`/${path}`)), await sha256(bytes), `the bytes of ${path}`);
	equal(memory.stat(`/${EMPTY}`).type, "directory", "what has come as the empty directory");
}

function counts({ copied, directories, removed, problems }: TreeResult): unknown {
	return { copied, directories, removed, problems: problems.map(({ path, problem }) => `${path}: ${problem}`) };
}

/** A connected pool, and where a tree may be. */
async function pooled(world: RoughWorld, work: (pool: FTPPool, path: string, folder: string) => Promise<void>): Promise<void> {
	const folder = fresh("tree");
	const pool = world.newPool({ size: 3, ...SHORT });
	try {
		await pool.connect();
		await work(pool, `${world.path}/${folder}`, folder);
	} finally {
		await pool.close();
	}
}

export const treeChecks: readonly Check<RoughWorld>[] = [
	{
		name: "a tree goes up, and down again, and a second run of either copies nothing",
		async run(world) {
			const files = someFiles(4);
			await pooled(world, async (pool, path, folder) => {
				const local = memoryOf(files);
				const all = { copied: 40, directories: 8, removed: 0 };
				const up = await uploadTree(pool, local, path);
				const cannotSet = up.problems.length;
				ok(cannotSet <= 1, `no problem but that times cannot be set: ${JSON.stringify(counts(up))}`);
				equal({ ...(counts(up) as object), problems: 0 }, { ...all, problems: 0 }, "what went up");
				for (const [file, bytes] of files) {
					equal((await world.disk.file(`${folder}/${file}`))?.sha256, await sha256(bytes), `the bytes of ${file}`);
				}
				equal(await world.disk.isDirectory(`${folder}/${EMPTY}`), true, "whether the empty directory is on the disk");
				equal((await uploadTree(pool, local, path)).copied, 0, "what went up the second time");

				const memory = new MemoryFiles();
				const down = await downloadTree(pool, path, memoryTree(memory));
				equal(counts(down), { copied: 40, directories: 7, removed: 0, problems: [] }, "what came down");
				await isInMemory(memory, files);
				equal((await downloadTree(pool, path, memoryTree(memory))).copied, 0, "what came down the second time");

				const changed = new Map([...files].filter(([name]) => !name.startsWith(".even/")));
				changed.set(".hidden", pattern(77, 5));
				const less = memoryOf(changed);
				const mirrored = await mirror(pool, less, path, { delete: true });
				equal([mirrored.copied, mirrored.removed], [1, 23], "what was copied, and what was extraneous");
				await mirror(pool, path, memoryTree(memory), { delete: true });
				await isInMemory(memory, changed);
				await removeTree(pool, path);
				equal(await world.disk.isDirectory(folder), false, "whether anything is left");
			});
		},
	},
];

/** One has to see it only where ends are told differently: in the clear, and with TLS. */
export const cutTreeChecks: readonly Check<RoughWorld>[] = [
	{
		name: "a tree comes through a line that is cut again and again",
		async run(world) {
			const files = someFiles(4);
			await pooled(world, async (pool, path, folder) => {
				for (const after of [60_000, 80_000, 99_000])
					await world.cut({ kind: "data", after, how: "reset", all: after === 80_000 });
				await uploadTree(pool, memoryOf(files), path, { retry: { backoff: 20 } });
				for (const [file, bytes] of files) {
					equal((await world.disk.file(`${folder}/${file}`))?.sha256, await sha256(bytes), `the bytes of ${file}`);
				}
				const memory = new MemoryFiles();
				for (const after of [60_000, 80_000, 99_000]) await world.cut({ kind: "data", after, how: "end", all: after === 80_000 });
				await downloadTree(pool, path, memoryTree(memory), { retry: { backoff: 20 } });
				await isInMemory(memory, files);
				await removeTree(pool, path);
				equal(await world.disk.isDirectory(folder), false, "whether anything is left");
			});
		},
	},
];
