import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";

const FILES = { "a.txt": "hello" };
const BAD_ADDRESS = { name: "FTPProtocolError", code: "BAD_ADDRESS" };
const NOT_ALLOWED = { name: "FTPUsageError", code: "CONNECT_NOT_ALLOWED" };

function passive(commands: readonly string[]): string[] {
	return commands.filter((line) => line === "EPSV" || line === "PASV");
}

/** A case in which each visit has its own reply, that names no port: the session ends there, and nobody is dialled. */
function noPort(number: number, title: string, verb: "EPSV" | "PASV", replies: readonly string[]): Case {
	return {
		number,
		title,
		server: (visit) => visit.serve({ files: FILES, on: { [verb]: () => replies[visit.number] } }),
		async client({ newClient }) {
			for (const reply of replies) {
				const purposes: string[] = [];
				const client = newClient({
					passive: verb === "EPSV" ? "auto" : "pasv",
					allowConnect: (_host, _port, purpose) => purposes.push(purpose) > 0,
				});
				await client.connect();
				await rejects(() => client.download("a.txt"), BAD_ADDRESS, reply);
				ok(client.closed, `closed after ${reply}`);
				await rejects(() => client.pwd(), BAD_ADDRESS, `the next call after ${reply}`);
				equal(purposes, ["control"], `what was to be dialled after ${reply}`);
			}
		},
		after(seen) {
			equal(passive(seen.commands).length, replies.length, "questions for a port");
			equal(seen.dataConnections, 0, "data connections");
		},
	};
}

export const dataPortCases: readonly Case[] = [
	noPort(4, "a 227 with numbers that are no address ends the session, and nobody is dialled", "PASV", [
		"227 Entering Passive Mode (1216,256,2,127,127,127)",
		"227 Entering Passive Mode (127,0,0,256,4,1)",
		"227 Entering Passive Mode (127,0,0,1,4)",
		"227 Entering Passive Mode (127,0,0,1,4,1,1)",
		"227 Entering Passive Mode (127,0,0,-1,4,1)",
		"227 Entering Passive Mode (127,0,0,1,4,99999999999999999999)",
		"227 Entering Passive Mode",
		"227 Entering Passive Mode (",
	]),
	noPort(5, "a 227 with port 0 ends the session, and nobody is dialled", "PASV", ["227 Entering Passive Mode (127,0,0,1,0,0)"]),
	noPort(7, "a 229 without a port that there can be ends the session, and nobody is dialled", "EPSV", [
		"229 Entering Extended Passive Mode (|||1000000|)",
		"229 Entering Extended Passive Mode (|||65536|)",
		"229 Entering Extended Passive Mode (|||0|)",
		"229 Entering Extended Passive Mode (||||)",
		"229 Entering Extended Passive Mode (|||abc|)",
		"229 Entering Extended Passive Mode (|||-1|)",
		"229 Entering Extended Passive Mode",
	]),
	{
		number: 9,
		title: "a port that belongs to another service is not dialled, and who has allowConnect decides himself",
		server: (visit) =>
			visit.serve({
				files: FILES,
				on: { EPSV: async () => `229 (|||${visit.number === 0 ? 25 : await visit.decoy()}|)` },
			}),
		async client({ newClient }) {
			const usual = newClient();
			await usual.connect();
			await rejects(() => usual.download("a.txt"), NOT_ALLOWED, "a download");
			await rejects(() => usual.upload("b.txt", "EHLO a\r\n"), NOT_ALLOWED, "an upload");
			equal(await usual.pwd(), "/", "the session goes on");
			const ports: number[] = [];
			const guarded = newClient({ allowConnect: (_, port, purpose) => purpose === "control" || ports.push(port) === 0 });
			await guarded.connect();
			await rejects(() => guarded.download("a.txt"), NOT_ALLOWED, "what is vetoed");
			ok(ports.length === 1 && ports[0] !== 25, "it was asked about the server's port, once");
		},
		after(seen) {
			equal([seen.dataConnections, seen.decoyConnections], [0, 0], "data connections, and elsewhere");
			equal(passive(seen.commands), ["EPSV", "EPSV", "EPSV"], "no other way is tried");
			ok(!seen.commands.some((line) => /^(?:RETR|STOR)/.test(line)), "no transfer is begun");
		},
	},
	{
		number: 11,
		title: "where EPSV is refused it is PASV, and EPSV is not tried again",
		server: (visit) => visit.serve({ files: FILES, on: { EPSV: "502 Not known" } }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (let count = 0; count < 3; count++) await client.download("a.txt");
		},
		after(seen) {
			equal(passive(seen.commands).slice(0, 4), ["EPSV", "PASV", "PASV", "PASV"], "what was asked");
		},
	},
	{
		number: 11,
		title: "where a port of EPSV cannot be reached it is PASV, and EPSV is not tried again",
		server: (visit) =>
			visit.serve({
				files: FILES,
				on: {
					async EPSV() {
						const gone = await visit.dataPort();
						gone.close();
						return `229 (|||${gone.port}|)`;
					},
				},
			}),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (let count = 0; count < 3; count++) await client.download("a.txt");
		},
		after(seen) {
			equal(passive(seen.commands).slice(0, 4), ["EPSV", "PASV", "PASV", "PASV"], "what was asked");
		},
	},
	{
		number: 11,
		title: "where neither works the error names both, and the session goes on",
		server: (visit) => visit.serve({ files: FILES, on: { EPSV: "502 No first way", PASV: "502 No second way" } }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			const error = await rejects(
				() => client.download("a.txt"),
				{ name: "FTPNetworkError", code: "CONNECT_FAILED" },
				"a download",
			);
			ok(/EPSV.*No first way.*No second way/.test(error.message), error.message);
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 12,
		title: "an EPSV that is swallowed ends the session: a late reply would be taken for another's",
		server: (visit) => visit.serve({ files: FILES, on: { EPSV: () => undefined } }),
		async client({ newClient }) {
			const client = newClient({ timeouts: { reply: 500 } });
			await client.connect();
			const late = { name: "FTPTimeoutError", code: "REPLY_TIMEOUT" };
			const error = await rejects(() => client.download("a.txt"), late, "a download");
			ok(error.message.includes("the reply to EPSV"), error.message);
			ok(client.closed, "the session is over");
			await rejects(() => client.pwd(), { name: "FTPNetworkError", code: "CONNECTION_LOST" }, "the next call");
			await client.connect();
			equal(await client.pwd(), "/", "a new session works");
		},
		after(seen) {
			equal(passive(seen.commands), ["EPSV"], "what was asked");
		},
	},
];
