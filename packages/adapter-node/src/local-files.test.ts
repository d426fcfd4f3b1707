import { execFileSync } from "node:child_process";
import {
	appendFileSync,
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	symlinkSync,
	truncateSync,
	utimesSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { join } from "node:path";
import { type DataFault, MemoryServer, type MemoryServerOptions } from "@isoftp/core/testing";
import { afterEach, expect, test } from "vitest";
import { makeCertificates } from "../../../scripts/certificates.ts";
import { FileInPlace } from "./file-in-place.ts";
import { FileSink } from "./file-sink.ts";
import { FileSource } from "./file-source.ts";
import { FTPClient } from "./index.ts";
import { PartFile } from "./part-file.ts";
import { bytes, folder } from "./test-support/folder.ts";
import { listen } from "./testing/index.ts";

const { ca, server: certified } = makeCertificates();
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(options: MemoryServerOptions = {}, secure = false): Promise<{ server: MemoryServer; client: FTPClient }> {
	const server = new MemoryServer(options);
	const { port, close } = await listen(server, { host: "localhost", tls: certified });
	const client = new FTPClient("localhost", { port, secure, tls: { ca } });
	cleanUps.push(close, () => client.close());
	await client.connect();
	return { server, client };
}

/** Without its becoming shorter in between. */
function writeAtStart(path: string): void {
	const fd = openSync(path, "r+");
	writeSync(fd, "other", 0);
	closeSync(fd);
}

const usage = { name: "FTPUsageError", code: "BAD_ARGUMENT" };

test.each(["plain", "TLS"])("files of every size go up and come down, %s", async (mode) => {
	const { server, client } = await start({}, mode === "TLS");
	const dir = folder();
	for (const size of [0, 1, 262_144, 2_500_000]) {
		writeFileSync(join(dir, "up"), bytes(size));
		const seen: (readonly [number, number | undefined])[] = [];
		const sent = await client.uploadFrom(join(dir, "up"), "f", {
			onProgress: ({ bytes, total }) => seen.push([bytes, total]),
		});
		expect(sent).toMatchObject({ bytes: size, reply: { code: 226 } });
		expect(seen.at(-1)).toEqual([size, size]);
		expect(Buffer.compare(server.files.read("/f"), bytes(size))).toBe(0);
		// What was there is longer, or not there at all.
		if (size === 1) writeFileSync(join(dir, "down"), bytes(5000));
		expect(await client.downloadTo(join(dir, "down"), "f")).toMatchObject({ bytes: size, reply: { code: 226 } });
		expect(Buffer.compare(readFileSync(join(dir, "down")), bytes(size))).toBe(0);
	}
});

test("with an offset a file is continued, on both sides", async () => {
	const { server, client } = await start();
	const dir = folder();
	const all = bytes(1_500_000);
	server.files.write("/f", all);
	writeFileSync(join(dir, "f"), all.subarray(0, 700_001));
	expect((await client.downloadTo(join(dir, "f"), "f", { offset: 700_000 })).bytes).toBe(800_000);
	expect(Buffer.compare(readFileSync(join(dir, "f")), all)).toBe(0);
	server.files.write("/f", all.subarray(0, 700_000));
	expect((await client.uploadFrom(join(dir, "f"), "f", { offset: 700_000 })).bytes).toBe(800_000);
	expect(Buffer.compare(server.files.read("/f"), all)).toBe(0);
	await client.uploadFrom(join(dir, "f"), "f", { append: true });
	expect(server.files.read("/f")).toHaveLength(3_000_000);
	const result = await client.downloadTo(join(dir, "head"), "f", { length: 300_000 });
	expect(result.bytes).toBe(300_000);
	expect(Buffer.compare(readFileSync(join(dir, "head")), all.subarray(0, 300_000))).toBe(0);
});

test("a refusal leaves the local file as it was, and makes none", async () => {
	const { client } = await start();
	const dir = folder();
	writeFileSync(join(dir, "here"), "mine");
	for (const place of ["here", "new"]) {
		await expect(client.downloadTo(join(dir, place), "missing")).rejects.toMatchObject({ code: 550 });
	}
	await expect(client.downloadTo(join(dir, "new"), "missing", { offset: -1 })).rejects.toMatchObject(usage);
	expect(readFileSync(join(dir, "here"), "utf8")).toBe("mine");
	expect(existsSync(join(dir, "new"))).toBe(false);
});

test.each([
	["reset", "plain"],
	["cut", "TLS"],
] as const)("a download that breaks off (%s, %s) leaves everything as it was", async (how, mode) => {
	const { server, client } = await start({ quirks: { onTransfer: () => ({ after: 400_000, how }) } }, mode === "TLS");
	const dir = folder();
	server.files.write("/f", bytes(1_000_000));
	writeFileSync(join(dir, "here"), "mine");
	await expect(client.downloadTo(join(dir, "here"), "f")).rejects.toMatchObject({ name: /FTP(?:Reply|Network)Error/ });
	await expect(client.downloadTo(join(dir, "new"), "f")).rejects.toMatchObject({ name: /FTP(?:Reply|Network)Error/ });
	expect(readFileSync(join(dir, "here"), "utf8")).toBe("mine");
	expect(readdirSync(dir)).toEqual(["here"]);
});

test("a transfer given up leaves no file, and the session goes on", async () => {
	const { server, client } = await start();
	const dir = folder();
	server.files.write("/f", bytes(8_000_000));
	writeFileSync(join(dir, "up"), bytes(8_000_000));
	for (const transfer of [
		(options: object) => client.downloadTo(join(dir, "new"), "f", options),
		(options: object) => client.uploadFrom(join(dir, "up"), "g", options),
	]) {
		const giving = new AbortController();
		const onProgress = () => giving.abort();
		await expect(transfer({ signal: giving.signal, onProgress })).rejects.toMatchObject({ name: "FTPAbortError" });
		expect(await client.pwd()).toBe("/");
	}
	expect(readdirSync(dir)).toEqual(["up"]);
});

test("what cannot be a file is refused before anything is sent", async () => {
	const { server, client } = await start();
	const dir = folder();
	mkdirSync(join(dir, "folder"));
	writeFileSync(join(dir, "short"), "abc");
	symlinkSync(join(dir, "short"), join(dir, "link"));
	if (process.platform !== "win32") execFileSync("mkfifo", [join(dir, "pipe")]);
	const before = server.commands.length;
	for (const place of ["folder", "pipe", "no/such/folder", "short/f", ""]) {
		const path = place && join(dir, place);
		await expect(client.downloadTo(path, "f"), place).rejects.toMatchObject(usage);
		await expect(client.uploadFrom(path, "f"), place).rejects.toMatchObject(usage);
	}
	const missing = client.uploadFrom(join(dir, "missing"), "f");
	await expect(missing).rejects.toMatchObject({ ...usage, cause: { code: "ENOENT" } });
	await expect(client.uploadFrom(join(dir, "short"), "f", { offset: 4 })).rejects.toMatchObject(usage);
	await expect(client.downloadTo(join(dir, "short"), "f", { offset: 4 })).rejects.toMatchObject(usage);
	await expect(client.uploadFrom(join(dir, "short"), "")).rejects.toMatchObject(usage);
	expect(server.commands.length).toBe(before);
	await client.uploadFrom(join(dir, "link"), "f");
	expect(server.files.text("/f")).toBe("abc");
});

test("what fails locally in the middle is the caller's failure, with its reason", async () => {
	const { server, client } = await start();
	const dir = folder();
	server.files.write("/f", bytes(300_000));
	const nowhere = new FileSink(new PartFile(join(dir, "gone", "f")), 0);
	await expect(client.downloadTo(nowhere, "f")).rejects.toMatchObject({ name: "FTPAbortError", cause: { code: "ENOENT" } });
	const nothing = new FileSource(join(dir, "gone"), 0);
	await expect(client.uploadFrom(nothing, "g")).rejects.toMatchObject({ name: "FTPAbortError", cause: { code: "ENOENT" } });
	if (process.platform === "win32") return;
	// A pipe without a reader would keep a plain open() waiting for ever.
	execFileSync("mkfifo", [join(dir, "pipe")]);
	const pipe = new FileSink(new FileInPlace(join(dir, "pipe"), 0), 0);
	await expect(client.downloadTo(pipe, "f")).rejects.toMatchObject({ name: "FTPAbortError", cause: { code: "ENXIO" } });
	const source = new FileSource(join(dir, "pipe"), 0);
	await expect(client.uploadFrom(source, "g")).rejects.toMatchObject(usage);
	expect(await client.pwd()).toBe("/");
});

test("calls made behind one with a local file begin behind it", async () => {
	const { server, client } = await start();
	const dir = folder();
	server.files.write("/f", bytes(10));
	server.files.mkdir("/sub");
	writeFileSync(join(dir, "up"), "up");
	await Promise.all([client.downloadTo(join(dir, "f"), "f"), client.uploadFrom(join(dir, "up"), "g"), client.cd("sub")]);
	expect(readFileSync(join(dir, "f"))).toHaveLength(10);
	expect(server.files.text("/g")).toBe("up");
});

test("a file that is gone or shorter by the time its rest arrives is not filled up with zeros", async () => {
	const { server, client } = await start();
	const dir = folder();
	const path = join(dir, "f");
	server.files.write("/f", bytes(1000));
	for (const change of [() => rmSync(path), () => truncateSync(path, 10)]) {
		writeFileSync(path, bytes(500));
		const download = client.downloadTo(path, "f", { offset: 500 });
		change();
		await expect(download).rejects.toMatchObject(usage);
		expect(existsSync(path) ? readFileSync(path).length : 10).toBe(10);
	}
});

test.each([
	["shorter", (path: string) => truncateSync(path, 2_500_000), "had 4000000 bytes at first and 2500000 later"],
	["longer", (path: string) => appendFileSync(path, "more"), "had 4000000 bytes at first and 4000004 later"],
	["another one", (path: string) => writeAtStart(path), "it was written to"],
] as const)("a file that becomes %s while it is uploaded is not sent as a mixture, nor is text", async (_, change, reason) => {
	const { client } = await start();
	const path = join(folder(), "f");
	for (const type of ["binary", "ascii"] as const) {
		// With other line ends, what is left of the text is more bytes than all of it was.
		writeFileSync(path, type === "binary" ? bytes(4_000_000) : "\n".repeat(4_000_000));
		utimesSync(path, new Date(0), new Date(0));
		let isChanged = false;
		const onProgress = () => {
			if (!isChanged) change(path);
			isChanged = true;
		};
		const upload = client.uploadFrom(path, "f", { type, onProgress });
		await expect(upload).rejects.toMatchObject({ name: "FTPAbortError", message: expect.stringContaining(reason) });
	}
	truncateSync(path, 1000);
	expect(await client.uploadFrom(path, "f", { offset: 500 })).toMatchObject({ bytes: 500 });
});

test("a file that changes before its turn has come is sent as it is then, if it is as large as was said", async () => {
	const { server, client } = await start();
	const path = join(folder(), "f");
	writeFileSync(path, "before");
	const first = client.pwd();
	const upload = client.uploadFrom(path, "f");
	writeFileSync(path, "behind");
	await first;
	await upload;
	expect(server.files.text("/f")).toBe("behind");
	const late = client.uploadFrom(path, "f");
	writeFileSync(path, "longer than before");
	await expect(late).rejects.toMatchObject({ name: "FTPAbortError" });
});

test("a source goes to any place, and not beyond the end", async () => {
	const all = bytes(2_500_000);
	const path = join(folder(), "f");
	writeFileSync(path, all);
	const source = new FileSource(path, 1000, all.length);
	cleanUps.push(() => source.close());
	for (const offset of [2_000_000, 7, 0, all.length - 1000]) {
		// While the next piece is being read, too.
		void source.read();
		expect(source.rewindTo(offset)).toBe(true);
		const read: Buffer[] = [];
		for (let piece = await source.read(); piece; piece = await source.read()) read.push(Buffer.from(piece));
		expect(Buffer.compare(Buffer.concat(read), all.subarray(1000 + offset)), String(offset)).toBe(0);
	}
	expect(source.rewindTo(all.length - 999)).toBe(false);
});

test("an upload that is cut is continued where the server has lost it", async () => {
	let cuts = 2;
	const onTransfer = (): DataFault | undefined => (cuts-- > 0 ? { after: 700_000, how: "reset" } : undefined);
	const { server, client } = await start({ quirks: { onTransfer } });
	const path = join(folder(), "f");
	writeFileSync(path, bytes(3_000_000));
	await client.uploadFrom(path, "f", { retry: { backoff: 1 } });
	expect(Buffer.compare(server.files.read("/f"), bytes(3_000_000))).toBe(0);
	expect(server.commands.filter((command) => command.startsWith("REST"))).toEqual(
		expect.arrayContaining(["REST 700000", "REST 1400000"]),
	);
});

test("a download that is cut is tried again into the same temporary file", async () => {
	let cuts = 3;
	const onTransfer = (): DataFault | undefined => (cuts-- > 0 ? { after: 700_000, how: "reset" } : undefined);
	const { server, client } = await start({ quirks: { onTransfer } });
	const dir = folder();
	server.files.write("/f", bytes(3_000_000));
	for (const resume of [false, true]) {
		cuts = 3;
		await client.downloadTo(join(dir, "f"), "f", { resume, retry: { backoff: 1 } });
		expect(Buffer.compare(readFileSync(join(dir, "f")), bytes(3_000_000))).toBe(0);
		expect(readdirSync(dir)).toEqual(["f"]);
	}
});

test("a symlink stays, and what it points to is replaced, or made", async () => {
	const { server, client } = await start();
	const dir = folder();
	server.files.write("/f", "new");
	mkdirSync(join(dir, "sub"));
	writeFileSync(join(dir, "sub", "there"), "old");
	symlinkSync("sub/there", join(dir, "one"));
	symlinkSync(join(dir, "one"), join(dir, "two"));
	symlinkSync("sub/not-yet", join(dir, "three"));
	symlinkSync("nowhere/f", join(dir, "four"));
	symlinkSync("five", join(dir, "five"));
	for (const name of ["two", "three"]) await client.downloadTo(join(dir, name), "f");
	for (const name of ["four", "five"]) await expect(client.downloadTo(join(dir, name), "f")).rejects.toMatchObject(usage);
	expect(readdirSync(join(dir, "sub")).map((name) => readFileSync(join(dir, "sub", name), "utf8"))).toEqual(["new", "new"]);
	expect(readlinkSync(join(dir, "two"))).toBe(join(dir, "one"));
	expect(readdirSync(dir).sort()).toEqual(["five", "four", "one", "sub", "three", "two"]);
});

test("two downloads to one place at the same time would mix: the second is refused", async () => {
	const { server, client } = await start();
	const dir = folder();
	const path = join(dir, "f");
	server.files.write("/f", bytes(3_000_000));
	const first = client.downloadTo(path, "f");
	await expect(client.downloadTo(`${dir}/./f`, "missing")).rejects.toMatchObject(usage);
	await first;
	expect(Buffer.compare(readFileSync(path), bytes(3_000_000))).toBe(0);
	expect(await client.downloadTo(path, "f")).toMatchObject({ bytes: 3_000_000 });
});

test.skipIf(!existsSync("/proc/self/fd"))("no file stays open, whenever an upload is given up", async () => {
	const path = join(folder(), "f");
	writeFileSync(path, bytes(3_000_000));
	for (let reads = 0; reads < 4; reads++) {
		const source = new FileSource(path, 0);
		for (let count = 0; count < reads; count++) await source.read();
		const read = source.read();
		await source.close();
		await read;
		const open = readdirSync("/proc/self/fd").filter((fd) => {
			try {
				return readlinkSync(`/proc/self/fd/${fd}`) === path;
			} catch {
				// The descriptor of the listing itself.
				return false;
			}
		});
		expect(open, `after ${reads} reads`).toEqual([]);
	}
});

test("a source can begin again, while the next piece is being read, too", async () => {
	const dir = folder();
	const all = bytes(2_500_000);
	writeFileSync(join(dir, "f"), all);
	const source = new FileSource(join(dir, "f"), 1000);
	cleanUps.push(() => source.close());
	for (const pieces of [1, 2, 9]) {
		expect(source.rewind()).toBe(true);
		const read: Buffer[] = [];
		for (let count = 0; count < pieces; count++) {
			const piece = await source.read();
			if (!piece) break;
			read.push(Buffer.from(piece));
		}
		const got = Buffer.concat(read);
		expect(Buffer.compare(got, all.subarray(1000, 1000 + got.length))).toBe(0);
		if (pieces === 9) expect(got).toHaveLength(all.length - 1000);
	}
});

test("a source that could not be read says so again, and can be asked to begin again all the same", async () => {
	const dir = folder();
	const source = new FileSource(join(dir, "f"), 0);
	for (let attempt = 0; attempt < 2; attempt++) {
		await expect(source.read()).rejects.toMatchObject({ code: "ENOENT" });
		expect(source.rewind()).toBe(true);
	}
	writeFileSync(join(dir, "f"), "now");
	expect(String(await source.read())).toBe("now");
	expect(await source.read()).toBeUndefined();
	await source.close();
});
