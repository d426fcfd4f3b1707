import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FTPPool as CorePool, SmallFTPClient as CoreSmallClient, FTPReplyError } from "@isoftp/core";
import { MemoryServer } from "@isoftp/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { makeCertificates } from "../../../scripts/certificates.ts";
import { FTPPool, SmallFTPClient } from "./index.ts";
import { listen } from "./testing/index.ts";

const names: readonly string[] = Array.from({ length: 20 }, (_, index) => `file ${index}`);

/** A server with TLS, and what its clients need for it. */
async function serve(): Promise<{ server: MemoryServer; options: { port: number; secure: true; tls: { ca: string } } }> {
	const { ca, server: certified } = makeCertificates();
	const server = new MemoryServer();
	const { port, close } = await listen(server, { host: "localhost", tls: { cert: certified.cert, key: certified.key } });
	onTestFinished(close);
	return { server, options: { port, secure: true, tls: { ca } } };
}

test("a pool over TLS, with bytes and with files on disk", async () => {
	const { server, options } = await serve();
	const folder = await mkdtemp(join(tmpdir(), "isoftp-pool-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const pool = new FTPPool("localhost", { ...options, size: 3 });
	onTestFinished(() => pool.close());
	expect(pool).toBeInstanceOf(CorePool);
	await pool.connect();
	await Promise.all(
		names.map(async (name) => {
			await writeFile(join(folder, name), `${name} here`);
			await pool.uploadFrom(join(folder, name), name);
			await pool.downloadTo(join(folder, `${name} again`), name);
			expect(await readFile(join(folder, `${name} again`), "utf8")).toBe(`${name} here`);
			expect(new TextDecoder().decode(await pool.download(name))).toBe(`${name} here`);
		}),
	);
	expect((await pool.list()).map(({ name }) => name).sort()).toEqual([...names].sort());
	expect(server.sessions.length).toBe(3);
	await expect(pool.downloadTo(join(folder, "none"), "none")).rejects.toBeInstanceOf(FTPReplyError);
});

test("the small client over TLS", async () => {
	const { server, options } = await serve();
	const client = new SmallFTPClient("localhost", options);
	onTestFinished(() => client.close());
	expect(client).toBeInstanceOf(CoreSmallClient);
	await client.connect();
	await client.upload("a.txt", "small");
	expect(server.files.text("/a.txt")).toBe("small");
	expect((await client.list()).map(({ name, size }) => [name, size])).toEqual([["a.txt", 5]]);
	expect(new TextDecoder().decode(await client.download("a.txt"))).toBe("small");
});
