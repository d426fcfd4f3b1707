import { FTPClient } from "@isoftp/adapter-node";
import { defaultDialects, type Entry, ListingParser, parseMlsxLine } from "@isoftp/core/protocol";
import { listing } from "./lines.ts";
import { mustBe, readTask, timed } from "./task.ts";

const task = readTask();
const { format, count, port } = task;

/** What the client itself uses; its codec is not for sale. */
function codec(): ConstructorParameters<typeof ListingParser>[0]["codec"] {
	const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
	const encoder = new TextEncoder();
	const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
	return { label: "utf-8", encode: (text) => encoder.encode(text), decode };
}

function parse(chunks: readonly Buffer[]): Entry[] {
	const dialects = format === "MLSD" ? [parseMlsxLine] : defaultDialects;
	const parser = new ListingParser({ codec: codec(), now: Date.now(), dialects });
	const entries: Entry[] = [];
	for (const chunk of chunks) for (const entry of parser.push(chunk)) entries.push(entry);
	for (const entry of parser.end()) entries.push(entry);
	return entries;
}

if (port === undefined) {
	const chunks = [...listing(format, count)];
	const entries = timed(() => parse(chunks));
	mustBe(entries.length, entries.at(-1), task);
} else {
	const client = new FTPClient("127.0.0.1", { port, user: "bench", pass: "secret" });
	await client.connect();
	const entries = await client.list(`/${count}`);
	mustBe(entries.length, entries.at(-1), task);
	await client.close();
}
