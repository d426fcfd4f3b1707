import { expect, test } from "vitest";
import type { Bucket, StoredObject } from "./bucket.ts";
import { R2Sink } from "./r2-sink.ts";

const PART = 5_242_880;

/** A bucket that gives up uploads in parts, as R2 does after a week. It takes no part of what it has given up. */
function forgetful(): { readonly bucket: Bucket; readonly objects: Map<string, Uint8Array>; forget(): void } {
	const objects = new Map<string, Uint8Array>();
	const uploads = new Map<string, Uint8Array[]>();
	let count = 0;
	const stored = (key: string): StoredObject => {
		const { length: size } = objects.get(key) ?? new Uint8Array();
		return { key, size, etag: "e", uploaded: new Date(0), checksums: {} };
	};
	const upload: Bucket["resumeMultipartUpload"] = (key, uploadId) => {
		const parts = (): Uint8Array[] => {
			const known = uploads.get(uploadId);
			if (!known) throw new Error("The specified multipart upload does not exist. (10024)");
			return known;
		};
		return {
			uploadId,
			async uploadPart(partNumber, value) {
				parts()[partNumber - 1] = value.slice();
				return { partNumber, etag: `${partNumber}` };
			},
			async complete() {
				objects.set(key, new Uint8Array(await new Blob(parts() as Uint8Array<ArrayBuffer>[]).arrayBuffer()));
				uploads.delete(uploadId);
				return stored(key);
			},
			async abort() {
				parts();
				uploads.delete(uploadId);
			},
		};
	};
	const bucket: Bucket = {
		head: async (key) => (objects.has(key) ? stored(key) : null),
		get: async (key) =>
			objects.has(key) ? { ...stored(key), body: new Response(objects.get(key)?.slice()).body as ReadableStream } : null,
		async put(key, value) {
			objects.set(key, typeof value === "string" ? new TextEncoder().encode(value) : value.slice());
			return stored(key);
		},
		async createMultipartUpload(key) {
			count += 1;
			uploads.set(`${count}`, []);
			return upload(key, `${count}`);
		},
		resumeMultipartUpload: upload,
		delete: async (keys) => {
			for (const key of [keys].flat()) objects.delete(key);
		},
		list: async ({ prefix = "" } = {}) => ({
			objects: [...objects.keys()].filter((key) => key.startsWith(prefix)).map(stored),
			delimitedPrefixes: [],
			truncated: false,
		}),
	};
	return { bucket, objects, forget: () => uploads.clear() };
}

const file = { size: 2 * PART + 3, identity: "one" };
const bytes = new Uint8Array(file.size).map((_, index) => index * 7);

test.each([
	["more parts", PART + 1],
	["only its end", 2 * PART],
])("what an interrupted run has left, and R2 has given up, is in nobody's way for ever: %s", async (_, left) => {
	const { bucket, objects, forget } = forgetful();
	const write = async (to: number): Promise<number> => {
		const sink = await R2Sink.open(bucket, "x", file, { partSize: PART });
		const { offset } = sink;
		try {
			const rest = bytes.subarray(offset, to);
			await sink.write(rest);
			if (to < file.size) throw new Error("cut");
			await sink.commit();
		} catch (error) {
			await sink.discard();
			throw error;
		}
		return offset;
	};
	await expect(write(left + 1)).rejects.toThrow("cut");
	expect([...objects.keys()]).toEqual([".x.one.part"]);
	forget();
	await expect(write(file.size)).rejects.toThrow("does not exist");
	expect(objects.size).toBe(0);
	expect(await write(file.size)).toBe(0);
	expect([...objects.keys()]).toEqual(["x"]);
	expect(Buffer.compare(objects.get("x") ?? new Uint8Array(), bytes)).toBe(0);
});

test("what is still there is continued, after a failure of another kind, too", async () => {
	const { bucket, objects } = forgetful();
	for (const from of [0, PART]) {
		const sink = await R2Sink.open(bucket, "x", file, { partSize: PART });
		expect(sink.offset).toBe(from);
		const rest = bytes.subarray(from, from + PART + 1);
		await sink.write(rest);
		await sink.discard();
	}
	const sink = await R2Sink.open(bucket, "x", file, { partSize: PART });
	expect(sink.offset).toBe(2 * PART);
	const rest = bytes.subarray(2 * PART);
	await sink.write(rest);
	await sink.commit();
	expect(Buffer.compare(objects.get("x") ?? new Uint8Array(), bytes)).toBe(0);
});

test.each([Number.NaN, 0, -1, 5.5e6 + 0.5, Number.POSITIVE_INFINITY, "8388608", null])(
	"a size that no part can have is refused before anything is asked for: %s",
	async (partSize) => {
		const { bucket } = forgetful();
		const refused = expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT" });
		await expect(R2Sink.open(bucket, "x", file, { partSize: partSize as number })).rejects.toEqual(refused);
	},
);
