import { type Entry, isSafeName } from "@isoftp/core";
import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";

/** Names that lead elsewhere, or to a device, or that show something else than they are. */
const HARMFUL = [
	"../x",
	"/etc/passwd",
	"a/b",
	"C:\\x",
	"c:x",
	"..\\x",
	"CON",
	"lpt1.txt",
	"a\0b",
	"a\rb",
	" ..",
	".. ",
	"...",
	"tab\tname",
	"\u001b[2J\u001b]0;title\u0007",
	"gpj.\u202eexe",
	"a\u2028b",
];
/** What is no entry, in any listing. */
const NONE = ["", ".", ".."];

/** What a caller sees of a tree: the path of each name. */
async function pathsOf(entries: AsyncIterable<{ readonly name: string; readonly path: string | undefined }>): Promise<unknown[]> {
	const all: unknown[] = [];
	for await (const { name, path } of entries) all.push([name, path]);
	return all;
}

const namesOf = (entries: readonly Entry[]): string[] => entries.map(({ name }) => name);

export const nameCases: readonly Case[] = [
	{
		number: 86,
		title: "names that lead elsewhere come as they are, are not safe, and have no path in a tree",
		server: (visit) => {
			const all = [...NONE, ...HARMFUL];
			return visit.serve({
				features: visit.mode === "TLS" ? ["AUTH TLS", "PBSZ", "PROT", "MLST type*;", "UTF8"] : ["MLST type*;", "UTF8"],
				on: {
					MLSD: () => send(all.map((name) => `type=file; ${name}\r\n`)),
					NLST: () => send(all.map((name) => `${name}\r\n`)),
				},
			});
			async function send(lines: readonly string[]): Promise<string> {
				await visit.reply("150 Here it comes");
				const data = await visit.data();
				await data.send(lines.join(""));
				await data.end();
				return "226 Done";
			}
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			// A line of MLSD without a name is one that tells of no file: it is not dropped, but nobody knows what it is.
			const [nameless, ...entries] = await client.list();
			equal(nameless, { name: "type=file; ", type: "unknown", raw: "type=file; " }, "the line without a name");
			equal(namesOf(entries), HARMFUL, "MLSD");
			equal(await client.names(), HARMFUL, "NLST");
			for (const name of HARMFUL) ok(!isSafeName(name), `${JSON.stringify(name)} is not safe`);
			for (const name of NONE) ok(!isSafeName(name), `${JSON.stringify(name)} is not safe`);
			// To a server a backslash is a letter like others: only what FTP itself takes for more than one name has no path.
			const elsewhere = new Set(HARMFUL.filter((name) => /[/\0\r]/.test(name)));
			const expected = HARMFUL.map((name) => [name, elsewhere.has(name) ? undefined : name]);
			equal((await pathsOf(client.walk())).slice(1), expected, "walk");
		},
		after(seen) {
			for (const line of seen.commands) ok(!/\.\.\/|passwd|a\/b/.test(line), `the server is not asked for ${line}`);
		},
	},
	{
		number: 86,
		title: "a directory whose name leads elsewhere is not entered",
		server: (visit) =>
			visit.serve({
				listing: HARMFUL.filter((name) => /[/\0\r]/.test(name))
					.map((name) => `type=dir; ${name}\r\n`)
					.join(""),
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const [name, path] of (await pathsOf(client.walk("in"))) as string[][])
				equal(path, undefined, `the path to ${JSON.stringify(name)}`);
		},
		after(seen) {
			equal(
				seen.commands.filter((line) => line.startsWith("MLSD")),
				["MLSD in"],
				"directories listed",
			);
		},
	},
	{
		number: 90,
		title: "a name with a line feed is two lines, and the second one no path that a line tells of",
		server: (visit) =>
			visit.serve({
				features: visit.mode === "TLS" ? ["AUTH TLS", "PBSZ", "PROT", "UTF8"] : ["UTF8"],
				listing: "-rw-r--r-- 1 a b 3 Jan  1  2024 first\n../../second\r\n-rw-r--r-- 1 a b 3 Jan  1  2024 third\r\n",
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const entries = await client.list();
			equal(
				entries.map(({ name, type }) => [name, type]),
				[
					["first", "file"],
					["../../second", "unknown"],
					["third", "file"],
				],
				"entries",
			);
			ok(!isSafeName("../../second"), "not safe");
		},
	},
	{
		number: 93,
		title: "what controls a terminal or turns text around is kept in names and replies, and escaped in messages",
		server: (visit) =>
			visit.serve({
				listing: "type=file; a\u001b[2J\u202eb\r\n",
				on: {
					RETR: "550 no\u001b[2J \u202eelif\u2066 \u009b1m",
					MKD: "450 \u061c\u200f\u0007\u2028",
					SIZE: "213 \u202e321",
					MDTM: "213 \u001b]0;title\u0007",
				},
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const [entry] = await client.list();
			equal(entry?.name, "a\u001b[2J\u202eb", "the name");
			const name = ["FTPReplyError", "FTPProtocolError"];
			for (const attempt of [
				() => client.download("a\u202eb"),
				() => client.mkdir("\u009b"),
				() => client.size("a"),
				() => client.modifiedAt("a"),
			]) {
				const { message } = await rejects(attempt, { name, code: [550, 450, "BAD_VALUE"] }, "what is answered with rubbish");
				ok(!/[\p{Cc}\u061c\u200f\u2028\u202e\u2066]/u.test(message), `nothing in ${JSON.stringify(message)} controls anything`);
			}
			const refused = await rejects(() => client.download("a"), { name: "FTPReplyError", code: 550 }, "download");
			const { reply } = refused as Error & { readonly reply: { readonly text: string } };
			equal(reply.text, "no\u001b[2J \u202eelif\u2066 \u009b1m", "the reply");
		},
	},
];
