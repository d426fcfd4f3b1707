import { downloadTree, type FileTree, mirror, removeTree, uploadTree } from "@isoftp/core";
import { equal } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type Check, fresh, type WholeWorld } from "./world.ts";

/** A place for files that is no file system, and a tree in it. */
export interface Bucket {
	put(key: string, bytes: Uint8Array): Promise<void>;
	get(key: string): Promise<Uint8Array | undefined>;
	keys(prefix: string): Promise<readonly string[]>;
	/** The keys that begin with this. */
	tree(prefix: string): FileTree;
}

export interface BucketWorld extends WholeWorld {
	readonly bucket: Bucket;
}

/** More than one part of a multipart upload, and what servers and buckets may have trouble with. */
function someFiles(): Map<string, Uint8Array> {
	const files = new Map<string, Uint8Array>([["large.bin", pattern(6_000_001, 61)]]);
	for (const [index, name] of ["a b.txt", ".hidden", "ünïcödé 日本.txt", "empty"].entries()) {
		for (const folder of ["one", "one/two", "ödd"]) {
			files.set(`${folder}/${name}`, pattern(name === "empty" ? 0 : 1000 * folder.length + index, index + 1));
		}
	}
	return files;
}

async function isInBucket(bucket: Bucket, prefix: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
	const keys = [...files.keys()].map((path) => prefix + path);
	equal([...(await bucket.keys(prefix))].sort(), keys.sort(), "the keys");
	for (const [path, bytes] of files) {
		const found = await bucket.get(prefix + path);
		equal(found && (await sha256(found)), await sha256(bytes), `the bytes of ${path}`);
	}
}

/** For runtimes that have a bucket. */
export const bucketChecks: readonly Check<BucketWorld>[] = [
	{
		name: "a tree goes from a bucket to the server and into a bucket, and a second run of either copies nothing",
		async run(world) {
			const { bucket } = world;
			const folder = fresh("from bucket");
			const path = `${world.path}/${folder}`;
			const files = someFiles();
			for (const [name, bytes] of files) await bucket.put(`${folder}/${name}`, bytes);
			const pool = world.newPool({ size: 2 });
			try {
				await pool.connect();
				const source = bucket.tree(folder);
				equal((await uploadTree(pool, source, path)).copied, files.size, "what went up");
				for (const [name, bytes] of files) {
					equal((await world.disk.file(`${folder}/${name}`))?.sha256, await sha256(bytes), `the bytes of ${name}`);
				}
				equal((await uploadTree(pool, source, path)).copied, 0, "what went up the second time");

				const target = bucket.tree(`${folder} back`);
				equal((await downloadTree(pool, path, target)).copied, files.size, "what came down");
				await isInBucket(bucket, `${folder} back/`, files);
				equal((await downloadTree(pool, path, target)).copied, 0, "what came down the second time");

				for (const name of [...files.keys()].filter((one) => one.startsWith("ödd/"))) {
					files.delete(name);
					await pool.remove(`${path}/${name}`);
				}
				files.set("one/a b.txt", pattern(77, 5));
				await world.disk.write(`${folder}/one/a b.txt`, pattern(77, 5));
				const { copied, removed } = await mirror(pool, path, target, { delete: true });
				equal([copied, removed], [1, 4], "what was copied, and what was extraneous");
				await isInBucket(bucket, `${folder} back/`, files);
				await removeTree(pool, path);
				equal(await world.disk.isDirectory(folder), false, "whether anything is left at the server");
			} finally {
				await pool.close();
			}
		},
	},
];
