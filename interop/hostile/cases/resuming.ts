import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";

const FILE = "0123456789";

export const resumingCases: readonly Case[] = [
	{
		number: 49,
		title: "where REST is not granted with 350, nothing is transferred from the beginning instead",
		server: (visit) => {
			const replies = ["502 Not known", "554 No such place", "501 Bad number", "200 Fine", "250 Fine", "331 Fine"];
			return visit.serve({
				files: { f: FILE },
				on: { REST: (marker) => (marker === "0" ? "350 From the beginning" : replies[Number(marker) - 1]) },
			});
		},
		async client({ newClient }) {
			for (let offset = 1; offset <= 6; offset++) {
				const client = newClient();
				await client.connect();
				const refused = { name: "FTPReplyError" };
				await rejects(() => client.download("f", { offset }), refused, "a download");
				await rejects(() => client.downloadStream("f", { offset }), refused, "a stream");
				await rejects(() => client.upload("f", "abc", { offset }), refused, "an upload");
				equal(await client.pwd(), "/", "the session goes on");
			}
		},
		after(seen) {
			ok(!seen.commands.some((line) => /^(?:RETR|STOR|APPE)/.test(line)), "no transfer was asked for");
		},
	},
	{
		number: 49,
		title: "a server that grants REST and sends all of the file is found out by `verify`, and by nothing else",
		server: (visit) => visit.serve({ files: { f: FILE } }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal((await client.download("f", { offset: 4 })).length, FILE.length, "bytes, of which there should be 6");
			const wrong = { name: "FTPProtocolError", code: "WRONG_SIZE" };
			await rejects(() => client.download("f", { offset: 4, verify: "size" }), wrong, "with verify");
		},
	},
	{
		number: 49,
		title: "a marker that a refused transfer has left behind does not cut the next one",
		async server(visit) {
			let marker = 0;
			await visit.serve({
				on: {
					REST(argument) {
						marker = Number(argument);
						return "350 Go on";
					},
					async RETR(name) {
						// It is kept when the file is refused.
						if (name === "missing") return "550 No such file";
						await visit.reply("150 Here it comes");
						const data = await visit.data();
						await data.send(FILE.slice(marker));
						await data.end();
						marker = 0;
						return "226 Done";
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await rejects(() => client.download("missing", { offset: 4 }), { name: "FTPReplyError", code: 550 }, "the first file");
			equal(new TextDecoder().decode(await client.download("f")), FILE, "the second file");
			equal(new TextDecoder().decode(await client.download("f", { offset: 4 })), FILE.slice(4), "a part of it");
		},
	},
	{
		number: 50,
		title: "an answer to SIZE is a size or an error, and asked for as bytes",
		async server(visit) {
			let type = "A";
			await visit.serve({
				files: { f: FILE },
				on: {
					TYPE(argument) {
						type = argument;
						return "200 Done";
					},
					// The path is the answer.
					SIZE: (answer) => (type === "I" ? answer : "550 SIZE not allowed in ASCII mode"),
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			await client.download("f", { type: "ascii" });
			equal(await client.size("213 51"), 51, "a size after a text");
			equal(String(await client.sizeExact("213 9007199254740993")), "9007199254740993", "an exact size");
			for (const answer of [
				"213 337 bytes",
				"213 -1",
				"213 18446744073709551616",
				"213 0x10",
				"213 1e9",
				"213",
				"200 12",
				"250 12",
			]) {
				await rejects(() => client.size(answer), { name: "FTPProtocolError", code: "BAD_VALUE" }, answer);
			}
			await rejects(() => client.size("550 No such file"), { name: "FTPReplyError", code: 550 }, "a refusal");
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 51,
		title: "an answer to MDTM is a time or an error, and never a Date that is none",
		server: (visit) => visit.serve({ on: { MDTM: (answer) => answer } }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal((await client.modifiedAt("213 191240131101112")).toISOString(), "2024-01-31T10:11:12.000Z", "years since 1900");
			for (const answer of [
				"213 20240231000000",
				"213 20241301000000",
				"213 20240101250000",
				"213 99999999999999",
				"213 2024",
				"213 20240101",
				"213 never",
				"213",
				"250 20240101000000",
			]) {
				await rejects(() => client.modifiedAt(answer), { name: "FTPProtocolError", code: "BAD_VALUE" }, answer);
			}
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
];
