import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";
import type { Visit } from "../visit.ts";

const NO_PATH = { name: "FTPProtocolError", code: "BAD_VALUE" };

/** Answers PWD with one after the other, and is otherwise an ordinary server with one file. */
async function servePaths(visit: Visit, replies: readonly string[]): Promise<void> {
	let asked = 0;
	await visit.serve({ files: { "a.txt": "hello" }, on: { PWD: () => replies[asked++] ?? '257 "/"' } });
}

const unclosed = ['257 "Only one', '257 "', '257 "/a""', '257-"/a\r\n257 b"', "257 'Only one", '257 ""', "257 ''", "257"];
const controls = ['257 "/\u0003"', '257 "/\r"', '257 "/a\u001b[2Jb"', '257 "/\u007f"', "257 /a\u0007", "257 '/a\tb'"];
const guesses = [
	"257 root is current directory.",
	"257 You are in bob's home, and that's it",
	"257 /my documents is current",
	"257 '/it's' is current",
	"257 home/bob",
];
const paths: readonly (readonly [reply: string, path: string])[] = [
	['257 "/""hello"""', '/"hello"'],
	['257 there is rubbish all over "/this/is/the/path"', "/this/is/the/path"],
	["257 '/single/quoted' is current", "/single/quoted"],
	["257 /path/without/quotes", "/path/without/quotes"],
	["257 /path/without/quotes is current", "/path/without/quotes"],
	['257 "/a" "/b"', "/a"],
];

export const workingDirectoryCases: readonly Case[] = [
	{
		number: 26,
		title: "a path whose quote is not closed is no path",
		server: (visit) => servePaths(visit, unclosed),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const reply of unclosed) await rejects(() => client.pwd(), NO_PATH, reply);
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 27,
		title: "a path is read as servers write it, and never guessed",
		server: (visit) => servePaths(visit, [...paths.map(([reply]) => reply), ...guesses]),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const [reply, path] of paths) equal(await client.pwd(), path, reply);
			for (const reply of guesses) await rejects(() => client.pwd(), NO_PATH, reply);
		},
	},
	{
		number: 28,
		title: "a path with a control character in it is no path",
		server: (visit) => servePaths(visit, controls),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const reply of controls) {
				const error = await rejects(() => client.pwd(), NO_PATH, JSON.stringify(reply));
				ok(!/(?=\p{ASCII})\p{Cc}/u.test(error.message), "the message shows it escaped");
			}
		},
	},
	{
		number: 29,
		title: "a server that does not tell the path is as good for transfers as any",
		server: (visit) => servePaths(visit, ["314 what?", '314 "/a"', "500 Not known", "550 No"]),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const expected of [NO_PATH, NO_PATH, { name: "FTPReplyError", code: 500 }, { name: "FTPReplyError", code: 550 }]) {
				await rejects(() => client.pwd(), expected, "pwd()");
				equal(new TextDecoder().decode(await client.download("a.txt")), "hello", "the file");
			}
		},
		after(seen) {
			equal(seen.controlConnections, 1, "sessions");
		},
	},
];
