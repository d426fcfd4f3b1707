import { expect, test } from "vitest";
import { FTPNetworkError } from "../errors/index.ts";
import { deflate } from "./deflate.ts";
import type { Connection } from "./dialer.ts";
import { isSame, pattern, readAll } from "./test-fixture.ts";

/** A connection that gives what it is told to, and keeps what it gets. */
function connectionOf(...incoming: (Uint8Array | Error)[]): Connection & { readonly sent: Uint8Array[]; ends: number } {
	const sent: Uint8Array[] = [];
	return {
		remoteAddress: "192.0.2.1",
		sent,
		ends: 0,
		async read() {
			const next = incoming.shift();
			if (next instanceof Error) throw next;
			return next;
		},
		async write(bytes) {
			sent.push(new Uint8Array(bytes));
		},
		async end() {
			this.ends += 1;
		},
		startTls: () => Promise.reject(new Error("not here")),
		close: () => undefined,
	};
}

async function compressed(bytes: Uint8Array): Promise<Uint8Array> {
	return await readAll(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream("deflate")));
}

async function decompressed(pieces: readonly Uint8Array[]): Promise<Uint8Array> {
	const blob = new Blob(pieces.map((piece) => new Uint8Array(piece)));
	return await readAll(blob.stream().pipeThrough(new DecompressionStream("deflate")));
}

async function everythingOf(connection: Connection): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	for (let bytes = await connection.read(); bytes; bytes = await connection.read()) parts.push(new Uint8Array(bytes));
	return await readAll(new Blob(parts.map((part) => new Uint8Array(part))).stream());
}

test.each([0, 1, 100_000, 3_000_000])("%i bytes come out as they went in", async (size) => {
	const out = connectionOf();
	const writing = deflate(out, "upload");
	const bytes = pattern(size);
	for (let at = 0; at < size; at += 50_000) await writing.write(bytes.subarray(at, at + 50_000));
	await writing.end();
	expect(out.ends).toBe(1);
	expect(isSame(await decompressed(out.sent), bytes)).toBe(true);
	expect(isSame(await everythingOf(deflate(connectionOf(...out.sent), "download")), bytes)).toBe(true);
});

test("byte by byte", async () => {
	const all = await compressed(pattern(2_000));
	const reading = deflate(connectionOf(...[...all].map((byte) => Uint8Array.of(byte))), "download");
	expect(await everythingOf(reading)).toEqual(pattern(2_000));
});

test("compressed data that end too early are not a whole file", async () => {
	const all = await compressed(pattern(100_000));
	const reading = deflate(connectionOf(all.subarray(0, all.length - 10)), "download");
	await expect(everythingOf(reading)).rejects.toMatchObject({ name: "FTPNetworkError", code: "TRUNCATED" });
	await expect(everythingOf(deflate(connectionOf(), "download"))).rejects.toMatchObject({ code: "TRUNCATED" });
});

test("what is no zlib stream is the server's fault, noticed while more may come", async () => {
	const given = [new TextEncoder().encode("hello, this is the file itself")];
	const read = async (): Promise<Uint8Array | undefined> => given.shift() ?? (await new Promise<never>(() => undefined));
	const reading = deflate({ ...connectionOf(), read }, "download");
	await expect(everythingOf(reading)).rejects.toMatchObject({ name: "FTPProtocolError", code: "BAD_VALUE" });
});

test("what happens to the connection is what the reader and the writer are told", async () => {
	const lost = new FTPNetworkError("CONNECTION_LOST", "gone");
	const all = await compressed(pattern(100_000));
	await expect(everythingOf(deflate(connectionOf(all.subarray(0, 50), lost), "download"))).rejects.toBe(lost);
	const writing = deflate({ ...connectionOf(), write: () => Promise.reject(lost) }, "upload");
	await expect(
		(async () => {
			for (let at = 0; at < 100; at++) await writing.write(pattern(100_000));
			await writing.end();
		})(),
	).rejects.toBe(lost);
});

test("an empty upload is compressed, too", async () => {
	const out = connectionOf();
	await deflate(out, "upload").end();
	expect(out.sent.length).toBeGreaterThan(0);
	expect(await decompressed(out.sent)).toEqual(new Uint8Array(0));
});
