import type { Entry, FTPClient } from "@isoftp/core";
import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";
import type { Visit } from "../visit.ts";

const tooMuch = { name: "FTPProtocolError", code: "LIMIT_EXCEEDED" } as const;
const MEBIBYTE = 1024 * 1024;

/** More than anybody takes: a client that has no limit fails by the memory it holds, or by its deadline. */
const MOST_PIECES = 2048;

/** A listing that goes on until the client does not want it any more. */
async function sendWithoutEnd(visit: Visit, piece: string): Promise<string> {
	await visit.reply("150 Here it comes");
	const data = await visit.data();
	let isGone = false;
	void data.gone.then(() => {
		isGone = true;
	});
	const block = new TextEncoder().encode(piece.repeat(Math.ceil(65_536 / piece.length)));
	for (let sent = 0; sent < MOST_PIECES && !isGone; sent++) await data.send(block);
	return "426 You have closed it";
}

async function goesOn(client: FTPClient): Promise<void> {
	equal(await client.pwd(), "/", "the session goes on");
}

async function collect(entries: AsyncIterable<Entry>, most = Number.POSITIVE_INFINITY): Promise<number> {
	let count = 0;
	for await (const _ of entries) if (++count >= most) break;
	return count;
}

export const listingCases: readonly Case[] = [
	{
		number: 82,
		title: "a listing without end is given up at the limit of bytes, and the session goes on",
		server: (visit) => visit.serve({ on: { MLSD: () => sendWithoutEnd(visit, `type=file;size=1; ${"x".repeat(200)}\r\n`) } }),
		async client({ newClient }) {
			const client = newClient({ limits: { listingBytes: MEBIBYTE } });
			await client.connect();
			await rejects(() => client.list(), tooMuch, "list");
			await goesOn(client);
			await rejects(() => collect(client.listStream()), tooMuch, "listStream");
			await goesOn(client);
			await rejects(() => collect(client.walk()), tooMuch, "walk");
			await goesOn(client);
		},
	},
	{
		number: 82,
		title: "names without end are given up at the limit of bytes, and so are lines of LIST that say nothing",
		server: (visit) =>
			visit.serve({
				features: visit.mode === "TLS" ? ["AUTH TLS", "PBSZ", "PROT"] : ["UTF8"],
				on: { NLST: () => sendWithoutEnd(visit, "x\r\n"), LIST: () => sendWithoutEnd(visit, "\r\ntotal 0\r\n") },
			}),
		async client({ newClient }) {
			const client = newClient({ limits: { listingBytes: MEBIBYTE } });
			await client.connect();
			await rejects(() => client.names(), tooMuch, "names");
			await goesOn(client);
			await rejects(() => client.list(), tooMuch, "list");
			await goesOn(client);
		},
	},
	{
		number: 82,
		title: "a listing that comes byte by byte is over when the time for the whole call is",
		server: (visit) =>
			visit.serve({
				on: {
					async MLSD() {
						await visit.reply("150 Here it comes");
						const data = await visit.data();
						let isGone = false;
						void data.gone.then(() => {
							isGone = true;
						});
						for (let sent = 0; sent < 600 && !isGone; sent++) {
							await data.send("x");
							await visit.pause(50);
						}
						return "426 You have closed it";
					},
				},
			}),
		async client({ newClient }) {
			const client = newClient({ timeouts: { connect: 10_000, reply: 10_000, stall: 10_000, total: 500 } });
			await client.connect();
			const late = { name: "FTPTimeoutError", code: "TOTAL_TIMEOUT" };
			await rejects(() => client.list(), late, "list");
			await rejects(() => collect(client.listStream()), late, "listStream");
		},
	},
	{
		number: 83,
		title: "a million entries are listed one by one, without holding them",
		// Each entry takes the time of any other; TLS below it changes nothing.
		modes: ["plain"],
		server: (visit) =>
			visit.serve({
				on: {
					async MLSD() {
						await visit.reply("150 Here it comes");
						const data = await visit.data();
						const block = new TextEncoder().encode("type=file; a\r\n".repeat(4000));
						for (let sent = 0; sent < 250; sent++) await data.send(block);
						await data.end();
						return "226 Done";
					},
				},
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal(await collect(client.listStream()), 1_000_000, "entries");
			await goesOn(client);
		},
	},
	{
		number: 83,
		title: "more entries than the limit are given up, and the session goes on",
		server: (visit) => visit.serve({ listing: "type=file; a\r\n".repeat(20_001) }),
		async client({ newClient }) {
			const client = newClient({ limits: { entries: 20_000 } });
			await client.connect();
			await rejects(() => client.list(), tooMuch, "list");
			await goesOn(client);
			await rejects(() => client.names(), tooMuch, "names");
			await goesOn(client);
			await rejects(() => collect(client.listStream()), tooMuch, "listStream");
			await goesOn(client);
			equal(await collect(client.listStream(), 10_000), 10_000, "entries before it");
			await goesOn(client);
		},
	},
	{
		number: 84,
		title: "a line without end is given up at the limit of a line, and the session goes on",
		mebibytes: 32,
		server: (visit) => visit.serve({ on: { MLSD: () => sendWithoutEnd(visit, "x"), NLST: () => sendWithoutEnd(visit, "x") } }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const list of [() => client.list(), () => client.names(), () => collect(client.listStream())]) {
				const error = await rejects(list, tooMuch, "a line of a hundred megabytes");
				ok(error.message.includes("a line of a listing"), "the message tells that it was a line");
				await goesOn(client);
			}
		},
	},
	{
		number: 94,
		title: "nothing to list, in all the ways in which servers say so",
		async server(visit) {
			const send = async (text: string): Promise<string> => {
				await visit.reply("150 Here it comes");
				const data = await visit.data();
				await data.send(text);
				await data.end();
				return "226 Done";
			};
			const answers = [
				() => send(""),
				() => send("total 0\r\n"),
				() => send("total -9560322322989056\r\n"),
				() => "450 No files found",
				() => "550 No files found.",
				async () => {
					await visit.reply("226 Nothing, and the data connection was never looked at");
					(await visit.data()).reset();
					return undefined;
				},
				async () => {
					(await visit.data()).reset();
					return "226 Nothing, and a reset";
				},
			];
			let asked = 0;
			await visit.serve({
				features: visit.mode === "TLS" ? ["AUTH TLS", "PBSZ", "PROT"] : ["UTF8"],
				on: { LIST: () => answers[asked++]?.() ?? "226 Nothing" },
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (let time = 0; time < 7; time++) {
				equal(await client.list(), [], `listing ${time}`);
				await goesOn(client);
			}
		},
		after(seen) {
			equal(seen.commands.filter((line) => line === "LIST").length, 7, "listings asked for");
		},
	},
	{
		number: 94,
		title: "a listing that was begun and then reset is no empty one, whatever the final reply says",
		without: { "workerd old": "There a reset reads as a clean end: the reply alone tells, and here it is a good one." },
		server: (visit) =>
			visit.serve({
				on: {
					async MLSD() {
						await visit.reply("150 Here it comes");
						(await visit.data()).reset();
						return "226 Done";
					},
				},
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await rejects(() => client.list(), { name: ["FTPNetworkError", "FTPTLSError"] }, "list");
			await goesOn(client);
		},
	},
	{
		number: 104,
		title: "a date that cannot be costs the date, and nothing else",
		server: (visit) =>
			visit.serve({
				files: { x: "" },
				listing: [
					"99999999999999",
					"20240231000000",
					"-1",
					"20241301000000",
					"2e14",
					"20240101250000",
					"１９９９０１０１００００００",
				]
					.map((modify, at) => `type=file;size=${at};modify=${modify}; ${at}\r\n`)
					.join(""),
				on: { MDTM: "213 99999999999999" },
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const entries = await client.list();
			equal(
				entries.map(({ name, size, type }) => [name, size, type]),
				[0, 1, 2, 3, 4, 5, 6].map((at) => [String(at), at, "file"]),
				"entries",
			);
			for (const entry of entries) ok(!("modifiedAt" in entry || "modifiedAtPrecision" in entry), `no date of ${entry.name}`);
			await rejects(() => client.modifiedAt("x"), { name: "FTPProtocolError", code: "BAD_VALUE" }, "modifiedAt");
			await goesOn(client);
		},
	},
];
