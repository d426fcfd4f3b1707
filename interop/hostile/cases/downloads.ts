import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";
import type { Answer, Visit } from "../visit.ts";

const WHOLE = "0123456789".repeat(500);
const HALF = WHOLE.slice(0, 2500);
const OLD_STACK =
	"There a reset reads as a clean end, and the reply says that all is well: only the size tells, which is shown by itself.";

/** A server that has one file, and its own way of sending it. */
const sending = (RETR: Answer) => (visit: Visit) => visit.serve({ files: { f: WHOLE, whole: WHOLE }, on: { RETR } });

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Reads a stream to its end. */
async function readAll(stream: ReadableStream<Uint8Array>): Promise<number> {
	const reader = stream.getReader();
	let length = 0;
	for (let part = await reader.read(); !part.done; part = await reader.read()) length += part.value.length;
	return length;
}

/** Resets the data connection in the middle of a file, and says that all of it was sent. */
const resetHalfway: Case["server"] = sending(async (_, visit) => {
	await visit.reply("150 Here it comes");
	const data = await visit.data();
	await data.send(HALF);
	data.reset();
	return "226 Done";
});

export const downloadCases: readonly Case[] = [
	{
		number: 30,
		title: "a file of which the server sends a part, and says that this was all, is short; `verify` tells",
		server: sending(async (_, visit) => {
			await visit.reply("150 Here it comes");
			const data = await visit.data();
			await data.send(HALF);
			await data.end();
			return "226 Done";
		}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal((await client.download("f")).length, HALF.length, "the bytes");
			const wrong = { name: "FTPProtocolError", code: "WRONG_SIZE" };
			await rejects(() => client.download("f", { verify: "size" }), wrong, "the file with verify");
			await rejects(async () => readAll(await client.downloadStream("f", { verify: true })), wrong, "the stream with verify");
			await rejects(() => client.download("f", { offset: 10, verify: true }), wrong, "a part with verify");
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 31,
		title: "a file whose data connection is reset has not come, though the server says that it has",
		without: { "workerd old": OLD_STACK },
		server: resetHalfway,
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await rejects(() => client.download("f"), { name: "FTPNetworkError" }, "the file");
			await rejects(async () => readAll(await client.downloadStream("f")), { name: "FTPNetworkError" }, "the stream");
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 31,
		title: "`verify` finds out about a reset that the runtime hides",
		server: resetHalfway,
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await rejects(
				() => client.download("f", { verify: "size" }),
				{ name: ["FTPNetworkError", "FTPProtocolError"], code: ["CONNECTION_LOST", "TRUNCATED", "WRONG_SIZE"] },
				"the file",
			);
		},
	},
	{
		number: 32,
		title: "a file that has come to its last byte has failed all the same when the server says so",
		server: sending(async (code, visit) => {
			await visit.reply("150 Here it comes");
			const data = await visit.data();
			await data.send(WHOLE);
			await data.end();
			// Only when the client has had all of it: a refusal that comes before the end is another matter.
			await data.gone;
			return code === "f" ? "226 Done" : `${code} No`;
		}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const code of [425, 426, 450, 451, 452, 550, 551, 552]) {
				const refused = { name: "FTPReplyError", code };
				await rejects(() => client.download(String(code)), refused, "the file");
				await rejects(async () => readAll(await client.downloadStream(String(code))), refused, "the stream");
			}
			equal(text(await client.download("f")), WHOLE, "another file");
		},
	},
	{
		number: 33,
		title: "a file without a final reply is an error when the time for it is over, and the session with it",
		server: sending(async (_, visit) => {
			await visit.reply("150 Here it comes");
			const data = await visit.data();
			await data.send(WHOLE);
			await data.end();
			return undefined;
		}),
		async client({ newClient }) {
			for (const read of ["download", "downloadStream"] as const) {
				const client = newClient({ timeouts: { reply: 500, stall: 10_000 } });
				await client.connect();
				const attempt = async (): Promise<unknown> =>
					read === "download" ? client.download("f") : readAll(await client.downloadStream("f"));
				const error = await rejects(attempt, { name: "FTPTimeoutError", code: "REPLY_TIMEOUT" }, read);
				ok(error.message.includes("RETR f"), "the error names the command");
				ok(client.closed, "a reply that comes late would be taken for another's");
			}
		},
	},
	{
		number: 34,
		title: "data that never end are an error when the time without a byte is over, though the server says 226",
		server: sending(async (_, visit) => {
			await visit.reply("150 Here it comes");
			const data = await visit.data();
			await data.send(WHOLE);
			return "226 Done";
		}),
		async client({ newClient }) {
			const client = newClient({ timeouts: { stall: 500 } });
			await client.connect();
			await rejects(() => client.download("f"), { name: "FTPTimeoutError", code: "STALL_TIMEOUT" }, "the file");
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 35,
		title: "150 and 226 in one packet, before the first byte: the file is read to its end",
		server: sending(async (name, visit) => {
			await visit.say(name === "f" ? "150 Here it comes\r\n226 Done\r\n" : "226 Done\r\n");
			const data = await visit.data();
			for (let at = 0; at < WHOLE.length; at += 1000) {
				await visit.pause(20);
				await data.send(WHOLE.slice(at, at + 1000));
			}
			await data.end();
			return undefined;
		}),
		async client({ newClient }) {
			for (const name of ["f", "whole"]) {
				const client = newClient();
				await client.connect();
				equal(text(await client.download(name)), WHOLE, "the file");
				equal(await client.pwd(), "/", "the session goes on");
			}
		},
	},
	{
		number: 36,
		title: "a size in the 150 reply cuts nothing off and waits for nothing, whatever it is",
		server: sending(async (hint, visit) => {
			await visit.reply(`150 Opening BINARY mode data connection for ${hint}.`);
			const data = await visit.data();
			await data.send(WHOLE);
			await data.end();
			return "226 Done";
		}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const hint of [
				"f (5 bytes)",
				"f (0 bytes)",
				"f (999999999 bytes)",
				"f (99999999999999999999 bytes)",
				"f (-1 bytes)",
				"a (5 bytes) b",
				"f",
			]) {
				const progress: number[] = [];
				const bytes = await client.download(hint, { onProgress: (state) => progress.push(state.bytes) });
				equal(text(bytes), WHOLE, `the file where the reply says ${hint}`);
				equal(progress.at(-1), WHOLE.length, "the last progress");
				equal(await readAll(await client.downloadStream(hint)), WHOLE.length, "the stream");
			}
		},
	},
	{
		number: 40,
		title: "a server that says nothing before its 226 has sent the file",
		server: sending(async (_, visit) => {
			const data = await visit.data();
			await data.send(WHOLE);
			await data.end();
			await visit.pause(30);
			return "226 Done";
		}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (let count = 0; count < 3; count++) equal(text(await client.download("f")), WHOLE, "the file");
		},
	},
	{
		number: 40,
		title: "226 alone, and a data connection on which nothing ever happens, is no empty file",
		server: sending(() => "226 Done"),
		async client({ newClient }) {
			const client = newClient({ timeouts: { stall: 500 } });
			await client.connect();
			await rejects(() => client.download("f"), { name: "FTPTimeoutError", code: "STALL_TIMEOUT" }, "the file");
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 40,
		title: "226 alone, and a data connection that is reset, is no empty file",
		without: { "workerd old": "There a reset reads as a clean end, which is what an empty file looks like." },
		server: sending(async (_, visit) => {
			(await visit.data()).reset();
			return "226 Done";
		}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await rejects(() => client.download("f"), { name: ["FTPNetworkError", "FTPTLSError"] }, "the file");
		},
	},
	{
		number: 41,
		title: "150, an end without a byte, and 550 is a refusal, and no empty file",
		server: sending(async (name, visit) => {
			await visit.reply("150 Here it comes");
			if (name === "f") {
				const data = await visit.data();
				await data.end();
				await data.gone;
			}
			return "550 No such file";
		}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const name of ["f", "missing"]) {
				await rejects(() => client.download(name), { name: "FTPReplyError", code: 550 }, "the file");
				await rejects(async () => readAll(await client.downloadStream(name)), { name: "FTPReplyError", code: 550 }, "the stream");
			}
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 42,
		title: "after a refused download its data connection is closed, and the session goes on",
		async server(visit) {
			const gone: Promise<void>[] = [];
			await visit.serve({
				files: { f: WHOLE },
				on: {
					async RETR(name) {
						if (name === "f") return await visit.ordinary("RETR", name);
						// Before anybody has looked at the data connection, or after.
						if (name === "late") await visit.pause(50);
						gone.push((await visit.data()).gone);
						return "550 No such file";
					},
					async PWD() {
						await Promise.all(gone);
						return '257 "/"';
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const name of ["missing", "late"]) {
				await rejects(() => client.download(name), { name: "FTPReplyError", code: 550 }, "the file");
				equal(await client.pwd(), "/", "the server's end of the data connection has seen the end");
				equal(text(await client.download("f")), WHOLE, "another file");
			}
		},
	},
	{
		number: 43,
		title: "150, and then no data connection: what the server says of it, or how long nothing was said",
		server: sending(async (name, visit) => {
			await visit.reply("150 Here it comes");
			if (name === "425") return "425 No data connection";
			if (name === "421") {
				await visit.reply("421 Going away");
				visit.end();
			}
			return undefined;
		}),
		async client({ newClient }) {
			const client = newClient({ timeouts: { stall: 500, connect: 2_000, reply: 1_000 } });
			await client.connect();
			await rejects(() => client.download("425"), { name: "FTPReplyError", code: 425 }, "425");
			equal(await client.pwd(), "/", "the session goes on");
			await rejects(() => client.download("421"), { name: "FTPReplyError", code: 421 }, "421");
			ok(client.closed, "421 ends the session");
			const other = newClient({ timeouts: { stall: 500, connect: 2_000, reply: 1_000 } });
			await other.connect();
			await rejects(() => other.download("nothing"), { name: "FTPTimeoutError", code: "STALL_TIMEOUT" }, "nothing");
		},
	},
	{
		number: 44,
		title: "a data port that refuses is told of, by both ways of asking for one, and the session goes on",
		async server(visit) {
			const shut = async (): Promise<number> => {
				const port = await visit.dataPort();
				port.close();
				return port.port;
			};
			await visit.serve({
				on: {
					EPSV: async () => `229 Here (|||${await shut()}|)`,
					async PASV() {
						const port = await shut();
						return `227 Here (127,0,0,1,${port >> 8},${port & 255})`;
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const error = await rejects(() => client.download("f"), { name: "FTPNetworkError", code: "CONNECT_FAILED" }, "the file");
			ok(error.message.includes("EPSV") && error.message.includes("PASV"), "the error names both ways");
			equal(await client.pwd(), "/", "the session goes on");
		},
		after(seen) {
			ok(
				!seen.commands.some((line) => line.startsWith("RETR") || line === "ABOR"),
				"nothing was asked for, and nothing given up",
			);
		},
	},
];
