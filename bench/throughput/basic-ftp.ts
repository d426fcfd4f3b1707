import { readFile } from "node:fs/promises";
import { Writable } from "node:stream";
import { Client } from "basic-ftp";
import { mustBe, readTask } from "./task.ts";

const task = readTask();
const { way, host, port, user, pass, caFile, localPath, path, byteCount } = task;

const client = new Client(60_000);
try {
	const secure = caFile !== "";
	await client.access({
		...{ host, port, user, password: pass, secure },
		...(secure && { secureOptions: { ca: await readFile(caFile) } }),
	});
	let count = 0;
	const nowhere = new Writable({
		write(chunk: Uint8Array, _encoding, done) {
			count += chunk.length;
			done();
		},
	});
	if (way === "upload") await client.uploadFrom(localPath, path);
	else await client.downloadTo(way === "download" ? localPath : nowhere, path);
	if (way !== "upload" && way !== "download") mustBe(count, { ...task, byteCount });
} finally {
	client.close();
}
