import { createHash } from "node:crypto";
import { FTPClient, FTPPool, fileJournal, localTree, mirror } from "@isoftp/adapter-node";
import { type Content, piecesOf } from "../content.ts";
import { cycles } from "./cycles.ts";
import { optionsFor } from "./options.ts";
import type { Report, Task, Where } from "./task.ts";
import { Witness } from "./witness.ts";

function newClient(where: Where, onTrace: Witness["onTrace"]): FTPClient | FTPPool {
	const options = { ...optionsFor(where), onTrace };
	return where.sessions > 1 ? new FTPPool(where.host, { ...options, size: where.sessions }) : new FTPClient(where.host, options);
}

/** Does what it is told. */
export async function perform(task: Task): Promise<Omit<Report, "peak" | "seconds">> {
	const witness = new Witness();
	if (task.act === "cycles") return { holdings: await cycles(task.where, task), ...witness.told };
	const client = newClient(task.where, witness.onTrace);
	try {
		await client.connect();
		return { ...(await withClient(client, task)), ...witness.told };
	} finally {
		await client.close();
	}
}

async function withClient(
	client: FTPClient | FTPPool,
	task: Exclude<Task, { readonly act: "cycles" }>,
): Promise<Pick<Report, "result" | "hash">> {
	switch (task.act) {
		case "mirror": {
			const [remote, local] = [task.remote, localTree(task.local)];
			const journal = task.journal === undefined ? undefined : fileJournal(task.journal);
			try {
				const options = { delete: true, journal };
				const isDown = task.direction === "down";
				const result = await (isDown ? mirror(client, remote, local, options) : mirror(client, local, remote, options));
				const { copied, bytes, skipped } = result;
				return { result: { copied, bytes, skipped } };
			} finally {
				await journal?.close();
			}
		}
		case "downloadToFile":
			await client.downloadTo(task.local, task.remote);
			return {};
		case "uploadFromFile":
			await client.uploadFrom(task.local, task.remote);
			return {};
		case "downloadToSink": {
			const hash = createHash("sha256");
			await client.downloadTo({ write: (bytes) => void hash.update(bytes) }, task.remote);
			return { hash: hash.digest("hex") };
		}
		case "downloadStream": {
			const hash = createHash("sha256");
			for await (const bytes of await client.downloadStream(task.remote)) hash.update(bytes);
			return { hash: hash.digest("hex") };
		}
		case "uploadStream":
			await client.upload(task.remote, streamOf(task.content), { size: task.content.size });
			return {};
	}
}

function streamOf(content: Content): ReadableStream<Uint8Array> {
	const pieces = piecesOf(content, true);
	return new ReadableStream({
		pull(controller) {
			const { value } = pieces.next();
			if (value) controller.enqueue(value);
			else controller.close();
		},
	});
}
