// @ts-check
// Plain JavaScript: what Node needs to leave out types would be a good part of the memory that is measured.
import { FTPClient } from "@isoftp/adapter-node";

/** @type {import("./task.ts").Task} */
const { count, port } = JSON.parse(process.argv[2] ?? "{}");
const client = new FTPClient("127.0.0.1", { port, user: "bench", pass: "secret" });
await client.connect();
let seen = 0;
let last = "";
for await (const { name } of client.listStream(`/${count}`)) {
	seen++;
	last = name;
}
if (seen !== count || last !== `file number ${count - 1}.txt`) throw new Error(`${seen} files were listed, to ${last}`);
await client.close();
