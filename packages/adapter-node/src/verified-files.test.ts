import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemoryServer } from "@isoftp/core/testing";
import { afterEach, expect, test } from "vitest";
import { FTPClient } from "./index.ts";
import { listen } from "./testing/index.ts";

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const bytes = Uint8Array.from({ length: 1_500_000 }, (_, index) => (index * 7 + (index >> 8)) % 251);

/** A server that, once told to, changes every file before it computes its hash. */
async function start(): Promise<{ server: MemoryServer; client: FTPClient; folder: string; spoil: () => void }> {
	let isSpoiling = false;
	const server = new MemoryServer({
		onCommand(command, path, session) {
			if (isSpoiling && command === "HASH") session.files.write(session.resolve(path), "other bytes");
			return undefined;
		},
	});
	const { port, close } = await listen(server, { host: "localhost" });
	const client = new FTPClient("localhost", { port });
	const folder = mkdtempSync(join(tmpdir(), "isoftp-verified-"));
	cleanUps.push(
		() => rmSync(folder, { recursive: true, force: true }),
		close,
		() => client.close(),
	);
	await client.connect();
	return {
		server,
		client,
		folder,
		spoil() {
			isSpoiling = true;
		},
	};
}

test("local files are verified by hash, both ways", async () => {
	const { server, client, folder } = await start();
	writeFileSync(join(folder, "up"), bytes);
	await client.uploadFrom(join(folder, "up"), "f", { verify: "SHA-512", allocate: true });
	await client.downloadTo(join(folder, "down"), "f", { verify: "CRC32" });
	expect(Buffer.compare(readFileSync(join(folder, "down")), bytes)).toBe(0);
	expect(server.commands).toEqual(expect.arrayContaining(["ALLO 1500000", "OPTS HASH SHA-512", "OPTS HASH CRC32", "HASH f"]));
});

test("a download that is not what the server has leaves no file", async () => {
	const { server, client, folder, spoil } = await start();
	server.files.write("/f", bytes);
	writeFileSync(join(folder, "up"), bytes);
	spoil();
	const wrong = { name: "FTPProtocolError", code: "WRONG_HASH" };
	await expect(client.downloadTo(join(folder, "down"), "f", { verify: true })).rejects.toMatchObject(wrong);
	expect(existsSync(join(folder, "down"))).toBe(false);
	await expect(client.uploadFrom(join(folder, "up"), "f", { verify: true })).rejects.toMatchObject(wrong);
	expect(await client.pwd()).toBe("/");
});
