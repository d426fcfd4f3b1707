import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";
import type { Visit } from "../visit.ts";

const tooMuch = { name: "FTPProtocolError", code: "LIMIT_EXCEEDED" } as const;

/** How many levels a server here has that has no end. */
const LEVELS = 10_000;

/** Lists what `lines` says of each directory, by how many names its path has. */
function serveTree(visit: Visit, lines: (level: number) => string): Promise<void> {
	return visit.serve({
		on: {
			async MLSD(path) {
				const level = path === "" ? 0 : path.split("/").length;
				if (level > LEVELS) return "550 No more";
				await visit.reply("150 Here it comes");
				const data = await visit.data();
				await data.send(lines(level));
				await data.end();
				return "226 Done";
			},
		},
	});
}

const listingsIn = (commands: readonly string[]): string[] => commands.filter((line) => line.startsWith("MLSD"));

async function walked(entries: AsyncIterable<{ readonly depth: number }>): Promise<number> {
	let deepest = 0;
	for await (const { depth } of entries) deepest = Math.max(deepest, depth);
	return deepest;
}

export const treeCases: readonly Case[] = [
	{
		number: 92,
		title: "a directory that contains itself is left at the limit of depth, and the session goes on",
		server: (visit) => serveTree(visit, () => "type=dir; d\r\ntype=dir; e\r\n"),
		async client({ newClient }) {
			const client = newClient({ limits: { treeDepth: 20 } });
			await client.connect();
			let deepest = 0;
			const walk = async (): Promise<void> => {
				for await (const { depth } of client.walk()) deepest = Math.max(deepest, depth);
			};
			await rejects(walk, tooMuch, "walk");
			equal(deepest, 20, "the deepest directory looked at");
			equal(await client.pwd(), "/", "the session goes on");
			equal(await walked(client.walk("", { depth: 3 })), 3, "no deeper than wanted");
		},
		after(seen) {
			equal(listingsIn(seen.commands).length, 20 + 7, "directories listed");
		},
	},
	{
		number: 92,
		title: "ten thousand directories, one in the other, are given up at the depth that is the default",
		server: (visit) => serveTree(visit, (level) => `type=dir; ${level}\r\n`),
		modes: ["plain"],
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const error = await rejects(() => walked(client.walk()), tooMuch, "walk");
			ok(error.message.includes("treeDepth"), "the message tells which limit it was");
		},
		after(seen) {
			equal(listingsIn(seen.commands).length, 128, "directories listed");
		},
	},
	{
		number: 92,
		title: "links are told and not followed, whatever they lead to",
		server: (visit) =>
			serveTree(
				visit,
				() => "type=OS.unix=slink:a; a\r\ntype=OS.unix=slink:..; up\r\ntype=OS.unix=slink:/; root\r\ntype=link; l\r\n",
			),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const found: unknown[] = [];
			for await (const { path, type, linkTarget } of client.walk()) found.push([path, type, linkTarget ?? ""]);
			equal(
				found,
				[
					["a", "symlink", "a"],
					["up", "symlink", ".."],
					["root", "symlink", "/"],
					["l", "symlink", ""],
				],
				"links",
			);
		},
		after(seen) {
			equal(listingsIn(seen.commands), ["MLSD"], "directories listed");
		},
	},
	{
		number: 92,
		title: "links of LIST, too",
		server: (visit) =>
			visit.serve({
				features: visit.mode === "TLS" ? ["AUTH TLS", "PBSZ", "PROT", "UTF8"] : ["UTF8"],
				listing: "lrwxrwxrwx 1 a b 1 Jan  1  2024 a -> a\r\nlrwxrwxrwx 1 a b 2 Jan  1  2024 up -> ..\r\n",
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal(await walked(client.walk()), 1, "depth");
		},
		after(seen) {
			equal(
				seen.commands.filter((line) => line.startsWith("LIST")),
				["LIST"],
				"directories listed",
			);
		},
	},
	{
		number: 92,
		title: "a tree that grows wherever it is looked at is given up before it fills the memory",
		server: (visit) => serveTree(visit, () => "type=dir; a-name-that-is-not-short\r\n".repeat(5000)),
		modes: ["plain"],
		async client({ newClient }) {
			// Each listing is small enough; what is still to be listed of all of them together is not.
			const client = newClient({ limits: { entries: 20_000 } });
			await client.connect();
			const error = await rejects(() => walked(client.walk()), tooMuch, "walk");
			ok(error.message.includes("still to be listed"), "the message tells what there was too much of");
			equal(await client.pwd(), "/", "the session goes on");
		},
		after(seen) {
			equal(listingsIn(seen.commands).length, 5, "directories listed");
		},
	},
	{
		number: 92,
		title: "a tree with more entries than the limit is given up, though it is not deep",
		server: (visit) => serveTree(visit, (level) => (level < 2 ? "type=dir; a\r\n".repeat(10) : "type=file; a\r\n".repeat(10))),
		modes: ["plain"],
		async client({ newClient }) {
			const client = newClient({ limits: { treeEntries: 100 } });
			await client.connect();
			let count = 0;
			const walk = async (): Promise<void> => {
				for await (const _ of client.walk()) count++;
			};
			await rejects(walk, tooMuch, "walk");
			equal(count, 100, "entries before it");
		},
	},
];
