// @ts-check
import assert from "node:assert/strict";

/**
 * Loads every entry point the way `load` does, compares the classes they share, and carries a file to a server and back.
 *
 * @param {(name: string) => Promise<Record<string, any>>} load
 * @param {readonly string[]} names the entry points
 */
export async function usePackages(load, names) {
	const errors = new Map();
	for (const name of names) {
		for (const [key, value] of Object.entries(await load(name))) {
			if (!/^FTP.*Error$/.test(key)) continue;
			assert.equal(errors.get(key) ?? value, value, `${name} has a ${key} of its own`);
			errors.set(key, value);
		}
	}
	assert.ok(errors.has("FTPError"), "no entry point exports FTPError");

	const { FTPClient } = await load("@isoftp/adapter-node");
	const { listen } = await load("@isoftp/adapter-node/testing");
	const { MemoryServer } = await load("@isoftp/core/testing");
	const listening = await listen(new MemoryServer({ users: { alice: "secret" } }), { host: "127.0.0.1" });
	const client = new FTPClient("127.0.0.1", { user: "alice", pass: "secret", port: listening.port });
	try {
		await client.connect();
		await client.upload("a.txt", "carried");
		assert.deepEqual(await client.names(), ["a.txt"]);
		assert.equal(new TextDecoder().decode(await client.download("a.txt")), "carried");
		await assert.rejects(client.download("b.txt"), errors.get("FTPReplyError"));
	} finally {
		await client.close();
		await listening.close();
	}
}
