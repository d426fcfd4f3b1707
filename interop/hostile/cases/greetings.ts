import { equal, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";

const BROKEN = { name: "FTPProtocolError", code: "BAD_REPLY" };
const LOST = { name: "FTPNetworkError", code: "CONNECTION_LOST" };

/** What is on the port instead of an FTP server, and says the first word. */
const others: Readonly<Record<string, string | Uint8Array>> = {
	SSH: "SSH-2.0-OpenSSH_9.6\r\n",
	HTTP: "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
	"a byte order mark": "\ufeff220 Welcome\r\n",
	"an empty line": "\r\n",
	// Neither has a line end, and the connection stays open: only the first byte tells.
	"a TLS alert": Uint8Array.of(0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28),
	"a TLS handshake": Uint8Array.of(0x16, 0x03, 0x01, 0x02, 0x00, 0x01),
	MySQL: Uint8Array.of(0x4a, 0x00, 0x00, 0x00, 0x09, 0x38, 0x2e, 0x30),
};

export const greetingCases: readonly Case[] = [
	{
		number: 25,
		title: "what is no FTP server is found out by what it says first, and is told nothing",
		async server(visit) {
			await visit.say(Object.values(others)[visit.number] ?? "");
		},
		async client({ newClient }) {
			for (const name of Object.keys(others)) await rejects(() => newClient().connect(), BROKEN, name);
		},
		after(seen) {
			equal(seen.commands, [], "commands");
			equal(seen.controlConnections, Object.keys(others).length, "connections");
		},
	},
	{
		number: 25,
		title: "a server that goes before its greeting is complete is a lost connection",
		async server(visit) {
			if (visit.number > 0) await visit.say(["", "2", "220 Wel", "220-Welcome\r\nto nobody\r\n"][visit.number] ?? "");
			if (visit.number === 4) visit.reset();
			else visit.end();
		},
		async client({ newClient }) {
			for (let count = 0; count < 4; count++) await rejects(() => newClient().connect(), LOST, `connection ${count}`);
			// A reset may come before the runtime has noticed that there was a connection.
			const lost = { ...LOST, code: ["CONNECTION_LOST", "CONNECT_FAILED"] };
			await rejects(() => newClient().connect(), lost, "a connection that is reset");
		},
		after(seen) {
			equal(seen.commands, [], "commands");
		},
	},
	{
		number: 25,
		title: "a refusal instead of a greeting is that refusal",
		async server(visit) {
			await visit.reply(["421 Too many", "421-Too\r\n421 many", "530 Go away", "431 Not now"][visit.number] ?? "");
			if (visit.number === 0) visit.end();
		},
		async client({ newClient }) {
			for (const code of [421, 421, 530, 431])
				await rejects(() => newClient().connect(), { name: "FTPReplyError", code }, `connection with ${code}`);
		},
		after(seen) {
			equal(seen.commands, [], "commands");
		},
	},
	{
		number: 25,
		title: "a greeting that asks for patience is waited for, and one that says something else is not taken",
		async server(visit) {
			if (visit.number === 0) await visit.serve({ greeting: "120 In a minute\r\n120-Or\r\n120 two\r\n220 Now" });
			else await visit.reply("331 Password?");
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal(client.greeting?.text, "Now", "the greeting");
			await rejects(() => newClient().connect(), { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" }, "331");
		},
	},
	{
		number: 25,
		title: "120 for ever has an end: a number of replies, and the time for the whole operation",
		async server(visit) {
			for (let count = 0; count < 2000; count++) {
				if (visit.number > 0) await visit.pause(20);
				if (!(await visit.reply("120 Soon"))) return;
			}
		},
		async client({ newClient }) {
			await rejects(() => newClient().connect(), { name: "FTPProtocolError", code: "LIMIT_EXCEEDED" }, "fast");
			const slowly = newClient({ limits: { preliminaryReplies: 1000 }, timeouts: { reply: 5000, total: 400 } });
			await rejects(() => slowly.connect(), { name: "FTPTimeoutError", code: "TOTAL_TIMEOUT" }, "slowly");
		},
		after(seen) {
			equal(seen.commands, [], "commands");
		},
	},
];
