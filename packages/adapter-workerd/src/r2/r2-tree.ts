import { type FileTree, FTPUsageError, type HashAlgorithm, type ToWrite, type TreeEntry } from "@isoftp/core";
import { workerdDigest } from "../digest.ts";
import type { Bucket, StoredObject } from "./bucket.ts";
import { modifiedAtOf } from "./modified.ts";
import { isPartial } from "./partial.ts";
import { checkPartSize, type ObjectOptions, R2Sink } from "./r2-sink.ts";
import { R2Source } from "./r2-source.ts";

/** Which objects of a bucket are a tree, and how they are written. */
export interface R2TreeOptions extends ObjectOptions {
	/** The keys of the tree begin with this and a slash; all keys of the bucket belong to it by default. */
	readonly prefix?: string | undefined;
}

/** Bytes of a key, at the most. */
const LONGEST_KEY = 1024;

const CHECKSUMS = { MD5: "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" } as const;

/**
 * An R2 bucket as a tree of files, for `downloadTree()`, `uploadTree()` and `mirror()`. Keys are paths. Directories are what keys have in common:
 * they are not made, and are gone with their last object. The time of the original is kept in the object's metadata, as `mtime`. An object
 * is never there in part. What is larger than a part is uploaded in parts, and an interrupted run goes on behind the last one.
 * @throws FTPUsageError BAD_ARGUMENT
 */
export function r2Tree(bucket: Bucket, options: R2TreeOptions = {}): FileTree {
	const { prefix = "" } = options;
	const isPath = typeof prefix === "string" && !prefix.startsWith("/") && !/\/\//.test(prefix);
	if (!isPath) throw new FTPUsageError("BAD_ARGUMENT", "prefix must be the beginning of a key, without a slash in front of it");
	if (typeof bucket?.createMultipartUpload !== "function") throw new FTPUsageError("BAD_ARGUMENT", "bucket must be an R2 bucket");
	checkPartSize(options);
	const root = prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
	const keyOf = (path: string): string => `${root}${path}`;
	const head = async (path: string): Promise<StoredObject> => {
		const object = await bucket.head(keyOf(path));
		if (!object) throw new Error(`There is no object ${keyOf(path)}`);
		return object;
	};
	return {
		keepsTimes: true,
		name: prefix === "" ? "the bucket" : `the bucket's ${prefix}`,
		refusal: (name) => (isPartial(name) ? "names like this one are those of unfinished objects" : undefined),
		async *list(directory, { signal } = {}) {
			const inside = directory === "" ? root : `${keyOf(directory)}/`;
			for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
				signal?.throwIfAborted();
				const page = await bucket.list({
					prefix: inside,
					delimiter: "/",
					include: ["customMetadata"],
					...(cursor !== undefined && { cursor }),
				});
				for (const object of page.objects) {
					const name = object.key.slice(inside.length);
					// One that is named like the directory stands for it in other programs.
					if (name !== "" && !isPartial(name)) yield entryOf(object, root);
				}
				for (const key of page.delimitedPrefixes) yield { path: key.slice(root.length, -1), type: "directory" };
				cursor = page.truncated ? page.cursor : undefined;
			}
		},
		read: async (path) => new R2Source(bucket, await head(path)),
		async write(path, file: ToWrite) {
			const key = keyOf(path);
			const isShort = new TextEncoder().encode(key).length <= LONGEST_KEY;
			if (!isShort) throw new FTPUsageError("BAD_ARGUMENT", `A key has ${LONGEST_KEY} bytes at the most`);
			return await R2Sink.open(bucket, key, file, options);
		},
		makeDirectory: async () => {},
		remove: (path) => bucket.delete(keyOf(path)),
		// What other programs put there to stand for it.
		removeDirectory: (path) => bucket.delete(`${keyOf(path)}/`),
		async hash(path, algorithm: HashAlgorithm) {
			const object = await head(path);
			const known = algorithm in CHECKSUMS ? object.checksums[CHECKSUMS[algorithm as keyof typeof CHECKSUMS]] : undefined;
			if (known) return hexOf(known);
			const digest = workerdDigest(algorithm);
			if (!digest) return undefined;
			const source = new R2Source(bucket, object);
			for (let bytes = await source.read(); bytes; bytes = await source.read()) await digest.update(bytes);
			return await digest.hex();
		},
	};
}

function entryOf(object: StoredObject, root: string): TreeEntry {
	return { path: object.key.slice(root.length), type: "file", size: object.size, modifiedAt: modifiedAtOf(object) };
}

function hexOf(buffer: ArrayBuffer): string {
	return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
