import { equal, fail, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";

const FILE = "0123456789";

/** Polls, for ten seconds at the most. */
async function until(isSo: () => boolean, what: string): Promise<void> {
	for (let count = 0; count < 1_000; count++) {
		if (isSo()) return;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	fail(`Never: ${what}`);
}

export const transferReplyCases: readonly Case[] = [
	{
		number: 37,
		title: "a 226 that is said twice is not the answer to the next command, however late it comes",
		server: (visit) =>
			visit.serve({
				files: { f: FILE },
				on: {
					async RETR(name) {
						await visit.reply((await visit.ordinary("RETR", name)) ?? "");
						// The next command is on its way by now.
						await visit.pause(50);
						return "226 Done, as I said";
					},
					DELE: "550 I keep it",
					SIZE: "213 10",
				},
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (let count = 0; count < 2; count++) {
				await client.download("f");
				await rejects(() => client.remove("f"), { name: "FTPReplyError", code: 550 }, "removing a file");
				await client.download("f");
				equal(await client.size("f"), 10, "its size");
				await client.download("f");
				equal(await client.pwd(), "/", "the directory");
				// Several at once: the data connection of the next may be there before the second 226 is.
				const files = await Promise.all([client.download("f"), client.download("f"), client.download("f")]);
				equal(
					files.map((bytes) => new TextDecoder().decode(bytes)),
					[FILE, FILE, FILE],
					"three files",
				);
				await rejects(() => client.download("missing"), { name: "FTPReplyError", code: 550 }, "a file that is not there");
			}
		},
	},
	{
		number: 38,
		title: "a late reply to an earlier command, in front of the answer to EPSV, ends the session",
		server: (visit) =>
			visit.serve({
				files: { f: FILE },
				on: {
					EPSV: async () => `250 That was for something else\r\n${await visit.ordinary("EPSV", "")}`,
					PASV: async () => `250 That was for something else\r\n${await visit.ordinary("PASV", "")}`,
				},
			}),
		async client({ newClient }) {
			for (const passive of ["epsv", "pasv"] as const) {
				const client = newClient({ passive });
				await client.connect();
				const wrong = { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" };
				await rejects(() => client.download("f"), wrong, "the file");
				await rejects(() => client.pwd(), wrong, "whatever comes next");
			}
		},
		after(seen) {
			equal(seen.dataConnections, 0, "data connections");
			ok(!seen.commands.includes("QUIT"), "nothing is sent any more");
		},
	},
	{
		number: 38,
		title: "a late 2yz in front of what ends a download does not end it, nor one in front of its beginning",
		server: (visit) =>
			visit.serve({
				files: { f: FILE },
				on: {
					async RETR(name) {
						await visit.reply("200 That was for something else");
						if (name === "f") return await visit.ordinary("RETR", name);
						await (await visit.data()).end();
						return undefined;
					},
				},
			}),
		async client({ newClient }) {
			for (const name of ["f", "nothing"]) {
				const client = newClient();
				await client.connect();
				const wrong = { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" };
				await rejects(() => client.download(name), wrong, "the file");
				ok(client.closed, "the session is over");
			}
		},
	},
	{
		number: 39,
		title: "421 to nothing, and the end: the next call is told so at once",
		server: (visit) =>
			visit.serve({
				on: {
					async PWD() {
						await visit.reply('257 "/"\r\n421 You were idle for too long');
						visit.end();
						return undefined;
					},
				},
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal(await client.pwd(), "/", "the directory");
			await until(() => client.closed, "the session is closed");
			for (const call of [() => client.pwd(), () => client.download("f"), () => client.list()]) {
				const error = await rejects(call, { name: "FTPReplyError", code: 421 }, "the next call");
				ok(error.message.includes("idle for too long"), "the server's words");
			}
			await client.connect();
			equal(await client.pwd(), "/", "a new session");
		},
		after(seen) {
			ok(!seen.commands.includes("QUIT"), "no goodbye to a server that has gone");
			equal(seen.controlConnections, 2, "sessions");
		},
	},
	{
		number: 39,
		title: "a reply to nothing ends the session, and is not taken for the answer to the next command",
		server: (visit) =>
			visit.serve({
				on: {
					async NOOP(code) {
						await visit.reply("200 Here");
						// Alone, in a packet of its own.
						await visit.pause(50);
						return `${code} Unasked for`;
					},
				},
			}),
		async client({ newClient }) {
			for (const code of ["200", "226", "150", "331", "550"]) {
				const client = newClient();
				await client.connect();
				await client.command("NOOP", code);
				await until(() => client.closed, `${code} ends the session`);
				const error = await rejects(() => client.pwd(), { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" }, code);
				ok(error.message.includes("Unasked for"), "the server's words");
			}
		},
		after(seen) {
			ok(!seen.commands.some((line) => line === "PWD" || line === "QUIT"), "nothing is sent any more");
		},
	},
	{
		number: 52,
		title: "421 to any command ends the session, and QUIT is not said",
		server: (visit) =>
			visit.serve({
				on: {
					async CWD() {
						await visit.reply("421 Enough");
						visit.end();
						return undefined;
					},
				},
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const error = await rejects(() => client.cd("sub"), { name: "FTPReplyError", code: 421 }, "cd");
			ok(error.message.includes("CWD sub"), "the error names the command");
			ok(client.closed, "the session is over");
			await rejects(() => client.pwd(), { name: "FTPReplyError", code: 421 }, "the next call");
			await client.close();
		},
		after(seen) {
			equal(seen.commands.at(-1), "CWD sub", "the last command");
		},
	},
	{
		number: 53,
		title: "any 2yz is a yes: TYPE 226, CWD 200, OPTS 202, PASS 202",
		server: (visit) =>
			visit.serve({
				files: { f: `${FILE}\r\n` },
				on: {
					TYPE: "226 Type set",
					CWD: "200 There",
					OPTS: "202 As ever",
					PASS: "202 No need",
					PBSZ: "220 Done",
					PROT: async (level) => (await visit.ordinary("PROT", level))?.replace("200", "250"),
				},
			}),
		async client({ newClient }) {
			for (const pipelining of ["auto", "off"] as const) {
				const client = newClient({ pipelining });
				await client.connect();
				await client.cd("sub");
				// To and fro: 226 behind a transfer is what its TYPE gets here, and not an echo.
				for (let count = 0; count < 2; count++) {
					equal((await client.download("f")).length, FILE.length + 2, "the file");
					equal((await client.download("f", { type: "ascii" })).length, FILE.length + 1, "the text");
				}
			}
		},
	},
];
