import { env } from "cloudflare:workers";
import { downloadToR2, FTPClient, r2Tree, uploadFromR2 } from "@isoftp/adapter-workerd";
import type { TreeEntry, TreeSink } from "@isoftp/core";
import { fileTreeContract } from "@isoftp/core/testing";
import { equal, ok, rejects } from "../../checks/assert.ts";
import { pattern, sha256 } from "../../checks/bytes.ts";

/** R2's own limit: no part may be smaller but the last. */
const PART = 5_242_880;
/** Two parts and a little, and one: the simulator takes its time for each byte. */
const LARGE = 2 * PART + 1_003;
const MIDDLING = PART + 1_003;
/** Entries of a page of a listing: R2 tells a thousand at the most, and fewer where it likes. */
const PAGE = 10;

const bucket = (env as { readonly BUCKET: R2Bucket }).BUCKET;

async function bytesOf(key: string): Promise<Uint8Array | undefined> {
	const object = await bucket.get(key);
	return object ? new Uint8Array(await object.arrayBuffer()) : undefined;
}

async function collect(entries: AsyncIterable<TreeEntry>): Promise<TreeEntry[]> {
	const all: TreeEntry[] = [];
	for await (const entry of entries) all.push(entry);
	return all;
}

async function keys(prefix: string): Promise<string[]> {
	return (await bucket.list({ prefix })).objects.map(({ key }) => key);
}

/** By their hashes: megabytes are looked at one by one in seconds. */
async function areSame(found: Uint8Array, expected: Uint8Array): Promise<boolean> {
	return found.length === expected.length && (await sha256(found)) === (await sha256(expected));
}

async function writeAll(sink: TreeSink, bytes: Uint8Array, from: number, to: number): Promise<void> {
	for (let at = from; at < to; at += 100_000) {
		const piece = bytes.subarray(at, Math.min(to, at + 100_000));
		await sink.write(piece, () => new Uint8Array(piece));
	}
}

/** Nothing is there before the end, and then everything is, whatever is known of the size. */
export async function writes(): Promise<void> {
	const tree = r2Tree(bucket, { prefix: "writes", partSize: PART });
	const modifiedAt = new Date("2026-03-04T05:06:07.890Z");
	for (const partSize of [Number.NaN, 0, 5.5]) {
		await rejects(
			async () => r2Tree(bucket, { partSize }),
			{ name: "FTPUsageError", code: "BAD_ARGUMENT" },
			`parts of ${partSize}`,
		);
	}
	const all = pattern(PART + 1);
	const sizes: [size: number, known: number | undefined][] = [
		...[0, 100_000].flatMap((size): [number, number | undefined][] => [
			[size, size],
			[size, undefined],
		]),
		[PART, PART],
		[PART + 1, undefined],
	];
	for (const [size, known] of sizes) {
		const bytes = all.subarray(0, size);
		const sink = await tree.write("a/b", { size: known, modifiedAt });
		await writeAll(sink, bytes, 0, size);
		equal(await keys("writes"), [], `${size} bytes are not there before they are complete`);
		await sink.commit();
		const found = await bytesOf("writes/a/b");
		ok(found && (await areSame(found, bytes)), `${size} bytes are what they were`);
		const entries = await collect(tree.list("a"));
		equal(entries, [{ path: "a/b", type: "file", size, modifiedAt }], "the listing");
		await tree.remove("a/b");
	}
}

/** What an interrupted run has uploaded counts for the next one, if it is of the same file. */
export async function goesOn(): Promise<void> {
	const tree = r2Tree(bucket, { prefix: "goes-on", partSize: PART });
	const bytes = pattern(LARGE);
	const first = await tree.write("x", { size: LARGE, identity: "one" });
	equal(first.offset, 0, "at first");
	await writeAll(first, bytes, 0, 2 * PART + 5);
	await first.discard();
	equal(await collect(tree.list("")), [], "what is unfinished is not in the tree");
	const second = await tree.write("x", { size: LARGE, identity: "one" });
	equal(second.offset, 2 * PART, "two parts were complete");
	await writeAll(second, bytes, second.offset, LARGE);
	await second.commit();
	const found = await bytesOf("goes-on/x");
	ok(found && (await areSame(found, bytes)), "the whole is right");
	equal(await keys("goes-on"), ["goes-on/x"], "nothing is left beside it");

	const third = await tree.write("x", { size: MIDDLING, identity: "two" });
	equal(third.offset, 0, "another file begins anew");
	await writeAll(third, bytes, 0, PART + 5);
	await third.discard();
	equal((await keys("goes-on")).length, 2, "it is noted");
	const fourth = await tree.write("x", { size: MIDDLING, identity: "three" });
	equal(fourth.offset, 0, "and so does this one");
	equal(await keys("goes-on"), ["goes-on/x"], "what was left of another file is given up");
	await writeAll(fourth, bytes, 0, PART + 5);
	await fourth.restart();
	const others = bytes.subarray(7, 7 + MIDDLING);
	await writeAll(fourth, others, 0, MIDDLING);
	await fourth.commit();
	const anew = await bytesOf("goes-on/x");
	ok(anew && (await areSame(anew, others)), "from the first byte");
	equal(await keys("goes-on"), ["goes-on/x"], "and again nothing is left");
	await tree.remove("x");
}

/** Reading can go anywhere, and never mixes two objects. */
export async function reads(): Promise<void> {
	const tree = r2Tree(bucket, { prefix: "reads" });
	const bytes = pattern(1_000_003);
	await bucket.put("reads/x", bytes);
	const source = await tree.read("x");
	for (const offset of [0, 700_001, 5, 1_000_003, 1_000_002]) {
		ok(source.rewindTo(offset), `can go to ${offset}`);
		let at = offset;
		for (let piece = await source.read(); piece; piece = await source.read()) {
			const from = at;
			ok(
				piece.every((byte, index) => byte === bytes[from + index]),
				`the bytes at ${from}`,
			);
			at += piece.length;
		}
		equal(at, bytes.length, `all there is from ${offset} on`);
	}
	ok(!source.rewindTo(1_000_004), "cannot go beyond the end");
	source.rewind();
	await bucket.put("reads/x", "another one");
	await rejects(() => source.read(), { name: "Error" }, "one that was replaced");
	await source.close();
	await bucket.delete("reads/x");
}

/** Of a bucket itself: what a binding can, it does only as itself. */
function member(of: R2Bucket, name: string | symbol): unknown {
	const value: unknown = Reflect.get(of, name);
	return typeof value === "function" ? value.bind(of) : value;
}

/** More entries than R2 tells at once, folders, placeholders of other programs, and hashes. */
export async function lists(): Promise<void> {
	const pages: R2Objects[] = [];
	const list = async (options?: R2ListOptions): Promise<R2Objects> => {
		const page = await bucket.list({ ...options, limit: PAGE });
		pages.push(page);
		return page;
	};
	const tree = r2Tree(new Proxy(bucket, { get: (of, name) => (name === "list" ? list : member(of, name)) }), {
		prefix: "lists/",
	});
	await Promise.all(Array.from({ length: 25 }, (_, n) => bucket.put(`lists/many/${n}`, "")));
	await bucket.put("lists/many/", "");
	await bucket.put("lists/many/deep/er/x", "abc");
	const entries = await collect(tree.list("many"));
	equal(pages.length, 3, "the pages that it was told in");
	equal(new Set(entries.map(({ path }) => path)).size, 26, "entries, each once");
	equal(entries.filter(({ type }) => type === "file").length, 25, "files");
	equal(
		entries.filter(({ type }) => type === "directory").map(({ path }) => path),
		["many/deep"],
		"directories",
	);
	equal(await tree.hash?.("many/deep/er/x", "MD5"), "900150983cd24fb0d6963f7d28e17f72", "MD5, which R2 knows");
	equal(await tree.hash?.("many/deep/er/x", "SHA-1"), "a9993e364706816aba3e25717850c26c9cd0d89d", "SHA-1, which is computed");
	equal(await tree.hash?.("many/deep/er/x", "CRC32"), undefined, "none that Workers have");
}

/** From a server into the bucket and back, in the two directions. */
export async function transfers(port: number): Promise<void> {
	const client = new FTPClient("localhost", { port, user: "user", pass: "secret" });
	try {
		await client.connect();
		const size = MIDDLING;
		await client.upload("from.bin", pattern(size));
		const { bytes } = await downloadToR2(client, "from.bin", bucket, "transfers/x", { partSize: PART, verify: "size" });
		equal(bytes, size, "bytes down");
		const steps: number[] = [];
		const up = await uploadFromR2(client, bucket, "transfers/x", "to.bin", { onProgress: ({ bytes: at }) => steps.push(at) });
		equal(up.bytes, size, "bytes up");
		equal(steps.at(-1), size, "progress");
		const found = await client.download("to.bin");
		ok(await areSame(found, pattern(size)), "the bytes that come back");
		await rejects(() => downloadToR2(client, "missing", bucket, "transfers/y"), { name: "FTPReplyError" }, "what is not there");
		equal(await keys("transfers"), ["transfers/x"], "makes no object");
		await rejects(() => uploadFromR2(client, bucket, "nothing", "z"), { name: "FTPUsageError" }, "no object");
		// More than R2 takes: what it says comes as an error of this library.
		const key = "k".repeat(1_025);
		await rejects(() => downloadToR2(client, "from.bin", bucket, key), { name: "FTPAbortError" }, "a key that is too long");
	} finally {
		await client.close();
	}
}

/** A case of what every tree of files must do, in a folder of its own, with parts as small as R2 lets them be. */
export async function contract(name: string): Promise<void> {
	const found = fileTreeContract().find((one) => one.name === name);
	if (!found) throw new Error(`The contract has no case "${name}"`);
	const prefix = `contract/${crypto.randomUUID()}`;
	await found.run({ open: () => r2Tree(bucket, { prefix, partSize: PART }) });
}
