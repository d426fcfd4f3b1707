import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MemoryServer } from "@isoftp/core/testing";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { FTPClient, localTree } from "./index.ts";
import { bytes, folder } from "./test-support/folder.ts";
import { listen } from "./testing/index.ts";

/** Bytes that the disk still has room for, and whether it takes any: the system itself refuses nothing to the user that tests often run as. */
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY, isReadOnly: false }));

vi.mock("node:fs", async (importOriginal) => {
	const fs = await importOriginal<typeof import("node:fs")>();
	type Write = (
		fd: number,
		bytes: Uint8Array,
		from: number,
		count: number,
		at: number,
		done: (error: Error | null, count: number) => void,
	) => void;
	/** Writes what there is room for, as the system does, and fails when there is none. */
	const write: Write = (fd, bytes, from, count, at, done) => {
		const some = Math.min(count, disk.room);
		if (some === 0) setImmediate(done, Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }), 0);
		else (fs.write as Write)(fd, bytes, from, some, at, done);
		disk.room -= some;
	};
	const accessSync: typeof fs.accessSync = (path, mode) => {
		if (disk.isReadOnly) throw Object.assign(new Error("EROFS: read-only file system, access"), { code: "EROFS" });
		fs.accessSync(path, mode);
	};
	return { ...fs, write, accessSync };
});

afterEach(() => {
	disk.room = Number.POSITIVE_INFINITY;
	disk.isReadOnly = false;
});

const all = bytes(2_000_000);

async function connected(): Promise<FTPClient> {
	const server = new MemoryServer();
	server.files.write("/f", all);
	const { port, close } = await listen(server, { host: "localhost" });
	onTestFinished(close);
	const client = new FTPClient("localhost", { port });
	onTestFinished(() => client.close());
	await client.connect();
	return client;
}

test("when the disk is full a download fails with the reason, and leaves what was there", async () => {
	const client = await connected();
	const dir = folder();
	writeFileSync(join(dir, "f"), "old");
	const full = { name: "FTPAbortError", cause: { code: "ENOSPC" } };
	// At once, in the middle, and for what is written last.
	for (const room of [0, 1_000_000, all.length - 1]) {
		disk.room = room;
		await expect(client.downloadTo(join(dir, "f"), "f"), String(room)).rejects.toMatchObject(full);
		expect(readdirSync(dir)).toEqual(["f"]);
		expect(readFileSync(join(dir, "f"), "utf8")).toBe("old");
	}
	expect(await client.pwd()).toBe("/");
});

test("when there is room again, the download is continued", async () => {
	const client = await connected();
	const dir = folder();
	disk.room = 1_000_001;
	await expect(client.downloadTo(join(dir, "f"), "f", { resume: true })).rejects.toMatchObject({ cause: { code: "ENOSPC" } });
	disk.room = Number.POSITIVE_INFINITY;
	expect((await client.downloadTo(join(dir, "f"), "f", { resume: true })).bytes).toBe(all.length - 1_000_001);
	expect(Buffer.compare(readFileSync(join(dir, "f")), all)).toBe(0);
	expect(readdirSync(dir)).toEqual(["f"]);
});

test("a tree's file, too, is not there, or continued", async () => {
	const dir = folder();
	const tree = localTree(dir);
	for (const identity of [undefined, "1"]) {
		disk.room = 100_000;
		const sink = await tree.write("f", { size: all.length, identity });
		await expect(sink.write(all, () => all.slice())).rejects.toMatchObject({ code: "ENOSPC" });
		await sink.discard();
		disk.room = Number.POSITIVE_INFINITY;
		const next = await tree.write("f", { size: all.length, identity });
		expect(next.offset).toBe(identity === undefined ? 0 : 100_000);
		await next.write(all.subarray(next.offset), () => all.slice());
		await next.commit();
		expect(readdirSync(dir)).toEqual(["f"]);
		expect(Buffer.compare(readFileSync(join(dir, "f")), all)).toBe(0);
	}
});

test("a folder in which no file can be made is refused before anything is sent", async () => {
	const client = await connected();
	const dir = folder();
	writeFileSync(join(dir, "f"), "old");
	disk.isReadOnly = true;
	const refusal = { name: "FTPUsageError", code: "BAD_ARGUMENT", cause: { code: "EROFS" } };
	await expect(client.downloadTo(join(dir, "f"), "f")).rejects.toMatchObject(refusal);
	// A file of its own is not needed where one is continued.
	expect((await client.downloadTo(join(dir, "f"), "f", { offset: 3 })).bytes).toBe(all.length - 3);
});
