import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MemoryServer } from "@isoftp/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { downloadTree, FTPClient, localTree, mirror, uploadTree } from "../index.ts";
import { folder } from "../test-support/folder.ts";
import { listen } from "../testing/index.ts";

async function connected(files: Readonly<Record<string, string>>): Promise<FTPClient> {
	const server = new MemoryServer();
	server.files.mkdir("/in");
	for (const [path, data] of Object.entries(files)) server.files.write(path, data);
	const { port, close } = await listen(server);
	const client = new FTPClient("127.0.0.1", { port });
	onTestFinished(async () => {
		await client.close();
		await close();
	});
	await client.connect();
	return client;
}

test("a directory that is not there yet is made, also for files that are in no other one", async () => {
	const client = await connected({ "/in/a": "1", "/in/b": "2" });
	const place = join(folder(), "not", "yet");
	expect(await downloadTree(client, "/in", localTree(place))).toMatchObject({ copied: 2, problems: [] });
	expect(readdirSync(place).map((name) => readFileSync(join(place, name), "utf8"))).toEqual(["1", "2"]);
});

test("an empty tree is an empty directory; a dry run, and a directory that the server does not have, are none", async () => {
	const client = await connected({});
	const top = folder();
	await downloadTree(client, "/in", localTree(join(top, "dry")), { dryRun: true });
	await expect(downloadTree(client, "/gone", localTree(join(top, "gone")))).rejects.toMatchObject({ code: 550 });
	expect(readdirSync(top)).toEqual([]);
	await downloadTree(client, "/in", localTree(join(top, "made")));
	expect(readdirSync(top)).toEqual(["made"]);
});

test("a directory that is not there cannot be uploaded, and nothing is removed for it", async () => {
	const client = await connected({ "/in/a": "1" });
	const missing = localTree(join(folder(), "misspelt"));
	const refusal = { code: "BAD_ARGUMENT", message: expect.stringMatching(/misspelt is not there$/) };
	await expect(uploadTree(client, missing, "/in")).rejects.toMatchObject(refusal);
	await expect(mirror(client, missing, "/in", { delete: true, mostDeleted: 5 })).rejects.toMatchObject(refusal);
	expect(await client.exists("/in/a")).toBe(true);
});
