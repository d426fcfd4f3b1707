import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";

/** The bytes of a text in UTF-8, one character for one byte, as the server notes lines. */
const utf8 = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));

/** What came between the first PWD and the last. */
const between = (commands: readonly string[]): string[] =>
	commands.slice(commands.indexOf("PWD") + 1, commands.lastIndexOf("PWD"));

const usage = { name: "FTPUsageError", code: "BAD_ARGUMENT" };

export const argumentCases: readonly Case[] = [
	{
		number: 70,
		title: "line ends, NUL and halves of surrogate pairs in arguments never reach the server",
		server: (visit) => visit.serve(),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await client.pwd();
			for (const bad of ["a\r\nDELE x", "a\nDELE x", "a\rDELE x", "a\0b", "a\r\nDELE x/b", "\ud800", "x".repeat(65_536)]) {
				for (const call of [
					() => client.download(bad),
					() => client.downloadStream(bad),
					() => client.upload(bad, "x"),
					() => client.uploadStream(bad),
					() => client.list(bad),
					() => client.listStream(bad).next(),
					() => client.mkdir(`a/${bad}/b`, { recursive: true }),
					() => client.rename("a", bad),
					() => client.rename(bad, "a"),
					() => client.site("CHMOD", "644", bad),
					() => client.command("SITE", bad),
					() => client.command(bad),
				]) {
					await rejects(call, usage, JSON.stringify(bad.slice(0, 20)));
				}
				for (const options of [{ user: bad }, { pass: bad }, { account: bad }])
					await rejects(async () => newClient(options), usage, Object.keys(options).join());
			}
			await client.pwd();
		},
		after({ commands, controlConnections, dataConnections }) {
			equal(between(commands), [], "commands in between");
			equal([controlConnections, dataConnections], [1, 0], "connections");
		},
	},
	{
		number: 71,
		title: "what only looks like a line end or a way up is sent as it is, and what has no byte is not cut down to one",
		server: (visit) => visit.serve({ on: { SIZE: "213 5" } }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await client.pwd();
			for (const name of ["a\u2028b", "a\u2029b", "a\u0085b", "．．／etc", "\u010a", "\u010d"])
				equal(await client.size(name), 5, name);
			await client.pwd();
			const latin = newClient({ encoding: "iso-8859-1" });
			await latin.connect();
			for (const name of ["\u010aDELE x", "\u010dDELE x", "．．／", "日本"]) await rejects(() => latin.size(name), usage, name);
			equal(await latin.size("é"), 5, "a name that has its bytes");
		},
		after({ commands }) {
			const names = ["a\u2028b", "a\u2029b", "a\u0085b", "．．／etc", "\u010a", "\u010d"];
			equal(
				between(commands),
				names.map((name) => utf8(`SIZE ${name}`)),
				"commands",
			);
			equal(commands.filter((line) => line.startsWith("SIZE")).slice(names.length), ["SIZE \xe9"], "in ISO-8859-1");
		},
	},
	{
		number: 73,
		title: "what stands for a line end in a URL is a name like any other in a path",
		server: (visit) => visit.serve({ on: { SIZE: "213 5" } }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await client.pwd();
			for (const name of ["%0d%0aDELE x", "a%00b", "%2e%2e%2fetc"]) equal(await client.size(name), 5, name);
			await client.pwd();
		},
		after({ commands }) {
			equal(between(commands), ["SIZE %0d%0aDELE x", "SIZE a%00b", "SIZE %2e%2e%2fetc"], "commands");
		},
	},
	{
		number: 74,
		title: "a directory that reads like an option, a pattern or two words is listed from inside",
		server: (visit) => visit.serve({ features: [], listing: "-rw-r--r-- 1 a b 5 Jan  1  2024 x\r\n" }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const name of ["-la", " a ", "*", "[x]", "~root", "a b"]) {
				equal(
					(await client.list(name)).map((entry) => entry.name),
					["x"],
					name,
				);
				equal(await client.names(name), ["-rw-r--r-- 1 a b 5 Jan  1  2024 x"], `names of ${name}`);
			}
			await rejects(() => client.download(""), usage, "an empty path");
		},
		after({ commands }) {
			equal(new Set(commands.filter((line) => /^(?:LIST|NLST)/.test(line))).size, 2, "ways to list");
			for (const name of ["-la", " a ", "*", "[x]", "~root", "a b"]) ok(commands.includes(`CWD ${name}`), `CWD ${name}`);
		},
	},
	{
		number: 75,
		title: "quotes, semicolons, arrows, tabs and patterns in names are sent as they are",
		server: (visit) => visit.serve({ on: { SIZE: "213 5" } }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await client.pwd();
			for (const name of ['"a"', "a;b=c", "a -> b", "a\tb", "*?[x]", " a "]) {
				equal(await client.size(name), 5, name);
				await client.remove(name);
			}
			await client.pwd();
		},
		after({ commands }) {
			const names = ['"a"', "a;b=c", "a -> b", "a\tb", "*?[x]", " a "];
			equal(
				between(commands),
				names.flatMap((name) => [`SIZE ${name}`, `DELE ${name}`]),
				"commands",
			);
		},
	},
	{
		number: 76,
		title: "the byte 0xFF is doubled for a server that reads Telnet, and never stands alone before that is known",
		server: (visit) => visit.serve({ on: { SIZE: "213 5" } }),
		async client({ newClient }) {
			const client = newClient({ encoding: "iso-8859-1" });
			await client.connect();
			equal(await client.size("ÿ"), 5, "its size");
			const inUser = newClient({ encoding: "iso-8859-1", user: "ÿ" });
			await inUser.connect();
		},
		after({ commands }) {
			equal(
				commands.filter((line) => line.startsWith("SIZE")),
				["SIZE \xff\xff"],
				"the name",
			);
			equal(
				commands.filter((line) => line.startsWith("USER")),
				["USER bob", "USER \xff\xff"],
				"the user",
			);
			// But for the question itself, which is a command of Telnet's.
			const alone = commands.filter((line) => /\xff/.test(line.replaceAll("\xff\xff", "")));
			equal(alone, ["CWD .\xff\xf2"], "lines with a 0xFF alone");
		},
	},
	{
		number: 76,
		title: "a server without Telnet is asked once, and gets the byte 0xFF as it is",
		server: (visit) =>
			visit.serve({
				on: { SIZE: "213 5", CWD: (name) => (name.includes("\xff") ? "550 No such directory" : "250 Done") },
			}),
		async client({ newClient }) {
			const client = newClient({ encoding: "iso-8859-1" });
			await client.connect();
			for (const name of ["ÿ", "ÿÿ", "aÿb"]) equal(await client.size(name), 5, name);
			await client.rename("ÿ", "ÿÿ");
			await client.cd("x");
			equal(await client.size("ÿ"), 5, "its size, from elsewhere");
			equal(await client.size("a"), 5, "one without it");
		},
		after({ commands }) {
			equal(
				commands.filter((line) => /^(?:SIZE|CWD|RN)/.test(line)),
				[
					...["CWD .\xff\xf2", "SIZE \xff", "SIZE \xff\xff", "SIZE a\xffb"],
					...["RNFR \xff", "RNTO \xff\xff", "CWD x", "SIZE \xff", "SIZE a"],
				],
				"commands",
			);
		},
	},
	{
		number: 77,
		title: "hosts and ports that are none are refused before anything is dialled",
		modes: ["plain"],
		server: (visit) => visit.serve(),
		async client({ newClient }) {
			const hosts = [
				"",
				"a b",
				"localhost\r\nx",
				"user@localhost",
				"localhost:21",
				"localhost/x",
				"127.1",
				"2130706433",
				"0x7f000001",
			];
			for (const host of hosts) await rejects(async () => newClient({ host }), usage, host);
			for (const port of [0, 65_536, Number.NaN, 21.5, -1]) await rejects(async () => newClient({ port }), usage, String(port));
		},
		after(seen) {
			equal(seen.controlConnections, 0, "control connections");
		},
	},
];
