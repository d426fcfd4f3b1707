import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";
import type { Visit } from "../visit.ts";

const BROKEN = { name: "FTPProtocolError", code: "BAD_REPLY" };
const TOO_MUCH = { name: "FTPProtocolError", code: "LIMIT_EXCEEDED" };

/** Sends the same again and again until the client has gone: 256 MiB at the most, which no client may hold. */
async function sayWithoutEnd(visit: Visit, start: string, piece: string): Promise<void> {
	const block = piece.repeat(65_536 / piece.length);
	let isThere = await visit.say(start);
	for (let count = 0; isThere && count < 4096; count++) isThere = await visit.say(block);
}

/** A byte now and then, for ten seconds at the most: nobody can say that nothing comes. */
async function dribble(visit: Visit, start: string): Promise<void> {
	let isThere = await visit.say(start);
	for (let count = 0; isThere && count < 500; count++) {
		await visit.pause(20);
		isThere = await visit.say(count % 10 === 9 ? "\n" : "x");
	}
}

/** Replies that are none, one for each connection. */
const notReplies = ["hello", "99 x", "1000 x", "abc", "", " 200 x", "200x", "2 00 x", "\u0662\u0660\u0660 x", "-200 x"];
const otherClasses = ["633 AAAA", "700 x", "000 x", "666", "999-x\r\n999 x"];

export const framingCases: readonly Case[] = [
	{
		number: 13,
		title: "a greeting without end is given up at the limit of a line",
		async server(visit) {
			await sayWithoutEnd(visit, "220 ", "x");
		},
		async client({ newClient }) {
			await rejects(() => newClient().connect(), TOO_MUCH, "connect()");
		},
		after(seen) {
			equal(seen.commands, [], "commands");
		},
	},
	{
		number: 13,
		title: "a reply of one endless line ends the session; one of 17,000 bytes is read",
		async server(visit) {
			await visit.serve({
				on: {
					CWD: () => `250 ${"A".repeat(17_000)}`,
					async NOOP() {
						await sayWithoutEnd(visit, "200-a line\r\n", "x");
						return undefined;
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await client.cd("there");
			await rejects(() => client.command("NOOP"), TOO_MUCH, "NOOP");
			await rejects(() => client.pwd(), TOO_MUCH, "the next call");
		},
		after(seen) {
			equal(seen.commands.at(-1), "NOOP", "the last command");
		},
	},
	{
		number: 14,
		title: "a greeting that never comes to its end does not live longer by coming slowly",
		async server(visit) {
			await dribble(visit, "220-");
		},
		async client({ newClient }) {
			const client = newClient({ timeouts: { reply: 300 } });
			await rejects(() => client.connect(), { name: "FTPTimeoutError", code: "REPLY_TIMEOUT" }, "connect()");
		},
	},
	{
		number: 14,
		title: "a reply that never comes to its end is ended by the time for the whole operation, too",
		async server(visit) {
			await visit.serve({
				on: {
					async NOOP() {
						await dribble(visit, "200-");
						return undefined;
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient({ timeouts: { connect: 10_000, reply: 10_000, total: 1000 } });
			await client.connect();
			await rejects(() => client.command("NOOP"), { name: "FTPTimeoutError", code: "TOTAL_TIMEOUT" }, "NOOP");
		},
	},
	{
		number: 15,
		title: "a reply of millions of lines is given up at the limit, however short they are",
		async server(visit) {
			await sayWithoutEnd(visit, "220-\r\n", visit.number === 0 ? "\n" : "220-a line\r\n    ");
		},
		async client({ newClient }) {
			for (const lines of ["empty", "usual"]) await rejects(() => newClient().connect(), TOO_MUCH, `${lines} lines`);
		},
	},
	{
		number: 16,
		title: "the end of a transfer is the last line of its reply, whatever stands before it",
		async server(visit) {
			await visit.serve({
				files: { "a.txt": "hello" },
				on: {
					async RETR() {
						const done = await visit.ordinary("RETR", "a.txt");
						return ["226-Stored", "226-by nobody", " 226 not yet", "550 nor a refusal", "150 nor a beginning", done].join("\r\n");
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (let count = 0; count < 3; count++)
				equal(new TextDecoder().decode(await client.download("a.txt")), "hello", "the file");
			equal(await client.pwd(), "/", "what comes after it");
		},
	},
	{
		number: 17,
		title: "replies that come byte by byte are the same replies",
		async server(visit) {
			await visit.serve({
				greeting: "220-Welcome\r\n530 here\r\n220 now",
				files: { "a.txt": "hello" },
				pieces: (reply) => [...`${reply}\r\n`],
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal(client.greeting?.text, "Welcome\n530 here\nnow", "the greeting");
			equal(await client.pwd(), "/", "the path");
			equal(new TextDecoder().decode(await client.download("a.txt")), "hello", "the file");
			ok(client.features.has("MLST"), "features are known");
		},
	},
	{
		number: 17,
		title: "a whole login in one packet, sent before it was asked for, is the same login",
		// With TLS it is an attack, and refused as one.
		modes: ["plain"],
		async server(visit) {
			const login = ["220 Hi", "331 And?", "230 In", "211-Features:", " UTF8", " SIZE", "211 End", "200 UTF8", "200 Binary", ""];
			await visit.say(login.join("\r\n"));
			for (const verb of ["USER", "PASS", "FEAT", "OPTS", "TYPE"]) {
				const line = await visit.line();
				if (!line?.startsWith(verb)) throw new Error(`Not ${verb}, but ${line}`);
			}
			await visit.serve({ greeting: false });
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal([...client.features.keys()], ["UTF8", "SIZE"], "features");
			equal(await client.pwd(), "/", "the path");
		},
	},
	{
		number: 18,
		title: "lines that end in LF alone are lines",
		async server(visit) {
			await visit.serve({ files: { "a.txt": "hello" }, pieces: (reply) => [`${reply.replaceAll("\r\n", "\n")}\n`] });
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal(new TextDecoder().decode(await client.download("a.txt")), "hello", "the file");
			equal(await client.pwd(), "/", "the path");
		},
	},
	{
		number: 18,
		title: "a CR within a line ends nothing, and gets into no value",
		async server(visit) {
			await visit.serve({
				features: ["UTF8", "SIZE", "EPSV", "MLST type*;si\rze;modify;"],
				listing: "type=file;size=5; a.txt\r\n",
				on: { PWD: '257 "/a\rDELE b"', SIZE: "213 5\r6", MDTM: "213 20240102\r030405", NOOP: "200 a\r226 b" },
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await rejects(() => client.pwd(), { name: "FTPProtocolError", code: "BAD_VALUE" }, "pwd()");
			await rejects(() => client.size("a.txt"), { name: "FTPProtocolError", code: "BAD_VALUE" }, "size()");
			await rejects(() => client.modifiedAt("a.txt"), { name: "FTPProtocolError", code: "BAD_VALUE" }, "modifiedAt()");
			equal((await client.command("NOOP")).text, "a\r226 b", "the text of a reply");
			equal(
				(await client.list()).map(({ name }) => name),
				["a.txt"],
				"the listing",
			);
		},
		after(seen) {
			ok(!seen.commands.some((line) => line.includes("DELE")), "nothing of it was sent back");
		},
	},
	{
		number: 19,
		title: "the lines within a reply may look like the beginning or the end of another one",
		async server(visit) {
			const greeting = ["220-Welcome", "530 not end", "220-nor this", " 220 x", "220x", "", "221 bye", "421 gone", "220 the end"];
			await visit.serve({ greeting: greeting.join("\r\n") });
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const text = ["Welcome", "530 not end", "nor this", " 220 x", "220x", "", "221 bye", "421 gone", "the end"];
			equal(client.greeting?.text, text.join("\n"), "the greeting");
			equal(await client.pwd(), "/", "what comes after it");
		},
	},
	{
		number: 20,
		title: "NUL in a reply ends the session, wherever it stands",
		async server(visit) {
			const greeting = ["220 hel\0lo", "220-hello\r\n\0\r\n220 done", "220\0hello"][visit.number];
			await visit.serve({ greeting: greeting ?? "220 hello", on: { PASS: "230 logged\0 in" } });
		},
		async client({ newClient }) {
			for (let count = 0; count < 4; count++) await rejects(() => newClient().connect(), BROKEN, `connection ${count}`);
		},
	},
	{
		number: 21,
		title: "replies that are a code and nothing else are replies",
		async server(visit) {
			const speaking = new Set(["211", "213", "227", "229", "257"]);
			const brief = (reply: string): string => (speaking.has(reply.slice(0, 3)) ? reply : reply.slice(0, 3));
			await visit.serve({ files: { "a.txt": "hello" }, pieces: (reply) => [`${brief(reply)}\r\n`] });
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal(client.greeting, { code: 220, text: "", lines: ["220"] }, "the greeting");
			equal(new TextDecoder().decode(await client.download("a.txt")), "hello", "the file");
			equal((await client.command("NOOP")).text, "", "the text");
		},
	},
	{
		number: 22,
		title: "a line that is no reply ends the session",
		async server(visit) {
			await visit.serve({ on: { NOOP: () => notReplies[visit.number] } });
		},
		async client({ newClient }) {
			for (const line of notReplies) {
				const client = newClient();
				await client.connect();
				await rejects(() => client.command("NOOP"), BROKEN, JSON.stringify(line));
				await rejects(() => client.pwd(), BROKEN, "the next call");
			}
		},
		after(seen) {
			ok(!seen.commands.includes("PWD"), "nothing is said after it");
		},
	},
	{
		number: 23,
		title: "a code that begins with another digit than 1 to 5 ends the session, also in a login",
		async server(visit) {
			await visit.serve({ on: { PASS: () => otherClasses[visit.number] } });
		},
		async client({ newClient }) {
			// What breaks a login in one write may come of that: it would be tried once more, a command at a time.
			for (const line of otherClasses) await rejects(() => newClient({ pipelining: "off" }).connect(), BROKEN, line);
		},
	},
	{
		number: 23,
		title: "334 to AUTH TLS is no consent",
		modes: ["TLS"],
		async server(visit) {
			await visit.serve({ on: { AUTH: "334 ADAT=" } });
		},
		async client({ newClient }) {
			await rejects(() => newClient().connect(), { name: "FTPTLSError", code: "NOT_OFFERED" }, "connect()");
		},
		after(seen) {
			equal(seen.commands, ["AUTH TLS"], "commands");
		},
	},
	{
		number: 24,
		title: "text that is not UTF-8 is read, and goes back as the bytes it was",
		async server(visit) {
			const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
			await visit.serve({
				greeting: "220 caf\xe9 \xff\xfe\xc3",
				pieces: (reply) => [bytes(`${reply}\r\n`)],
				on: { PWD: '257 "/caf\xe9/\xc3\x28/\xed\xa0\x80"', NOOP: "550 \xff \xf8\x88\x80\x80\x80" },
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const path = await client.pwd();
			await client.cd(path);
			await rejects(() => client.command("NOOP"), { name: "FTPReplyError", code: 550 }, "NOOP");
		},
		after(seen) {
			ok(seen.commands.includes("CWD /caf\xe9/\xc3\x28/\xed\xa0\x80"), "the path went back byte by byte");
		},
	},
];
