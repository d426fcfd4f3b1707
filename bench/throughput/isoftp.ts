import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { FTPClient } from "@isoftp/adapter-node";
import { mustBe, readTask } from "./task.ts";

const task = readTask();
const { way, host, port, user, pass, caFile, localPath, path } = task;

/** How long the slow reader rests after each MiB. */
const REST = 2;

async function drained(client: FTPClient, rest: number): Promise<number> {
	let count = 0;
	let resting = 0;
	const reader = (await client.downloadStream(path)).getReader();
	for (let read = await reader.read(); !read.done; read = await reader.read()) {
		count += read.value.length;
		if (rest === 0 || count < resting) continue;
		await setTimeout(rest);
		resting = count + 1024 * 1024;
	}
	return count;
}

async function move(client: FTPClient): Promise<number> {
	switch (way) {
		case "stream":
			return await drained(client, 0);
		case "slow stream":
			return await drained(client, REST);
		case "sink":
			return (await client.downloadTo({ write: () => undefined }, path)).bytes;
		case "download":
			return (await client.downloadTo(localPath, path)).bytes;
		case "upload":
			return (await client.uploadFrom(localPath, path)).bytes;
	}
}

const ca = caFile === "" ? undefined : await readFile(caFile);
const client = new FTPClient(host, { port, user, pass, secure: ca !== undefined, tls: { ca } });
try {
	await client.connect();
	mustBe(await move(client), task);
} finally {
	await client.close();
}
