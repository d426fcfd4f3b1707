import { Client, type FileInfo } from "basic-ftp";
import { dateOf } from "./dates.ts";
import { listing } from "./lines.ts";
import { mustBe, readTask, timed } from "./task.ts";

const task = readTask();
const { format, count, port } = task;
const client = new Client();

/** The fields that the other contender gives, which are all but the dates of LIST. */
function withDates(files: FileInfo[]): FileInfo[] {
	const now = new Date();
	for (const file of files) {
		if (file.modifiedAt !== undefined) continue;
		const date = dateOf[format](file.rawModifiedAt, now);
		if (date !== undefined) file.modifiedAt = date;
	}
	return files;
}

let files: FileInfo[];
if (port === undefined) {
	const chunks = [...listing(format, count)];
	files = timed(() => withDates(client.parseList(Buffer.concat(chunks).toString("utf8"))));
} else {
	await client.access({ host: "127.0.0.1", port, user: "bench", password: "secret" });
	files = withDates(await client.list(`/${count}`));
	client.close();
}
mustBe(files.length, files.at(-1), task);
