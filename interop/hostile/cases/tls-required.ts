import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case, Seen } from "../case.ts";

/** How a server may answer AUTH and not do it. */
const NO_TLS = [
	"500 What?",
	"502 Not here",
	"504 No such mechanism",
	"530 Log in first",
	"431 Not now",
	"534 That is our policy",
	"534-That is\r\n234 our\r\n534 policy",
	"200 Fine, but no TLS",
	"230 You are logged in",
	"334 ADAT=",
	"350 Go on",
	"421 Goodbye",
];

/** Which command is refused, and how. */
const NO_PRIVACY = [
	["PBSZ", "536 No"],
	["PBSZ", "500 What?"],
	["PBSZ", "331 Password?"],
	["PROT", "534 That is our policy"],
	["PROT", "536 No"],
	["PROT", "504 Only PROT C"],
	["PROT", "431 Not now"],
	["PROT", "350 Go on"],
] as const;

const REFUSED = { name: "FTPTLSError", code: "NOT_OFFERED" };

function onlyAskedForTls(seen: Seen): void {
	const others = seen.commands.filter((command) => command !== "AUTH TLS" && command !== "AUTH SSL");
	equal(others, [], "commands without TLS");
	equal(seen.dataConnections, 0, "data connections");
}

export const tlsRequiredCases: readonly Case[] = [
	{
		number: 55,
		title: "a server that has logged everybody in with its greeting, and has no TLS, is told neither name nor password",
		modes: ["TLS"],
		async server(visit) {
			await visit.serve({ greeting: "230 You are logged in", on: { AUTH: "500 What?" } });
		},
		async client({ newClient }) {
			for (const pipelining of ["auto", "off", "eager"] as const) {
				const client = newClient({ pipelining });
				const connected = rejects(() => client.connect(), REFUSED, `connect(), pipelining ${pipelining}`);
				const downloaded = rejects(() => client.download("a.txt"), { name: ["FTPTLSError", "FTPUsageError"] }, "a download");
				await Promise.all([connected, downloaded]);
				equal(client.secured, false, "secured");
			}
		},
		after: onlyAskedForTls,
	},
	{
		number: 56,
		title: "whatever is answered to AUTH but 234, there is no TLS, and so no login",
		modes: ["TLS"],
		async server(visit) {
			await visit.serve({ on: { AUTH: NO_TLS[visit.number] ?? "500 What?" } });
		},
		async client({ newClient }) {
			for (const answer of NO_TLS) {
				const name = answer.startsWith("421") ? "FTPReplyError" : "FTPTLSError";
				await rejects(() => newClient().connect(), { name }, `connect(), with AUTH answered ${answer}`);
			}
		},
		after(seen) {
			onlyAskedForTls(seen);
			equal(seen.controlConnections, NO_TLS.length, "control connections");
		},
	},
	{
		number: 56,
		title: "a server that goes on in the clear after 234 is told nothing more",
		modes: ["TLS"],
		async server(visit) {
			await visit.serve({
				on: {
					async AUTH() {
						await visit.reply("234 Go on");
						await visit.pause(visit.number * 20);
						return "220 But without TLS";
					},
				},
			});
		},
		async client({ newClient }) {
			for (let round = 0; round < 3; round++) {
				await rejects(() => newClient().connect(), { name: ["FTPTLSError", "FTPProtocolError"] }, "connect()");
			}
		},
		after: (seen) => equal(legible(seen), ["AUTH TLS", "AUTH TLS", "AUTH TLS"], "what could be read"),
	},
	{
		number: 60,
		title: "where encrypted data connections are refused there is no session, and nothing travels in the clear",
		modes: ["TLS"],
		async server(visit) {
			const [verb, answer] = NO_PRIVACY[visit.number] ?? NO_PRIVACY[0];
			const watched: Promise<void>[] = [];
			await visit.serve({
				files: { "a.txt": "hello" },
				on: {
					[verb]: answer,
					async EPSV() {
						const port = await visit.dataPort({ tls: false });
						const data = port.accept().then(async (connection) => {
							equal((await connection.received()).length, 0, "bytes in the clear");
						});
						watched.push(Promise.race([data, visit.gone]));
						return `229 Here (|||${port.port}|)`;
					},
				},
			});
			await Promise.all(watched);
		},
		async client({ newClient }) {
			for (const [verb, answer] of NO_PRIVACY) {
				const client = newClient();
				// A transfer that waits already has its data connection opened with the login.
				const connected = rejects(() => client.connect(), REFUSED, `connect(), with ${verb} answered ${answer}`);
				const uploaded = rejects(() => client.upload("b.txt", "mine"), { name: ["FTPTLSError", "FTPUsageError"] }, "an upload");
				await Promise.all([connected, uploaded]);
			}
		},
		after(seen) {
			ok(!seen.commands.some((command) => command.startsWith("STOR")), "no STOR was sent");
		},
	},
	{
		number: 60,
		title: "data travels in the clear where that is asked for by name, and behind TLS all the same where it is refused",
		modes: ["TLS"],
		async server(visit) {
			await visit.serve({ files: { "a.txt": "hello" }, on: visit.number === 0 ? {} : { PROT: "536 Only PROT P" } });
		},
		async client({ newClient }) {
			const client = newClient({ dataProtection: "clear" });
			await client.connect();
			equal(client.secured, true, "secured");
			equal(new TextDecoder().decode(await client.download("a.txt")), "hello", "the file");
			await client.close();
			await rejects(() => newClient({ dataProtection: "clear" }).connect(), REFUSED, "PROT C refused");
		},
		after(seen) {
			equal(
				seen.commands.filter((command) => command.startsWith("PROT")).every((command) => command === "PROT C"),
				true,
				"PROT C",
			);
		},
	},
	{
		number: 68,
		title: "a port that greets in the clear is no port for implicit TLS: an error, and nothing is said there",
		modes: ["TLS"],
		async server(visit) {
			if (visit.number === 0) await visit.reply("220 Welcome");
			await visit.gone;
		},
		async client({ newClient, runtime }) {
			const greeted = newClient({ secure: "implicit", timeouts: { reply: 2000 } });
			const failed = { name: "FTPTLSError", code: "HANDSHAKE_FAILED" };
			// Now and then the older stack says nothing of a handshake that has failed.
			const orSilent = { name: ["FTPTLSError", "FTPTimeoutError"], code: ["HANDSHAKE_FAILED", "REPLY_TIMEOUT"] };
			const error = await rejects(() => greeted.connect(), runtime === "workerd old" ? orSilent : failed, "a port that greets");
			if (runtime === "Node")
				ok(error.message.includes('does not begin with TLS, as implicit TLS must: it said "220'), error.message);
			const timeouts = { connect: 400, reply: 400 };
			const silent = newClient({ secure: "implicit", timeouts });
			await rejects(() => silent.connect(), { name: "FTPTimeoutError" }, "a port that says nothing");
		},
		after: (seen) => equal(legible(seen), [], "what could be read"),
	},
	{
		number: 68,
		title:
			"a port for implicit TLS says nothing to a client that waits to be greeted: it gives up in time, and says what it waited for",
		modes: ["TLS"],
		async server(visit) {
			await visit.startTls();
			await visit.serve();
		},
		async client({ newClient }) {
			for (const secure of [true, false]) {
				const client = newClient({ secure, timeouts: { reply: 400 } });
				const expected = { name: "FTPTimeoutError", code: "REPLY_TIMEOUT" };
				const error = await rejects(() => client.connect(), expected, `connect(), secure ${secure}`);
				ok(error.message.includes("implicit"), error.message);
			}
		},
		after: (seen) => equal(seen.commands, [], "commands"),
	},
	{
		number: 69,
		title: "what the server can do is asked through TLS, and what it said before counts for nothing",
		modes: ["TLS"],
		async server(visit) {
			await visit.serve({
				greeting: "220-Features:\r\n MLST\r\n HASH SHA-256\r\n220 End",
				features: visit.number === 0 ? ["UTF8", "SIZE", "PBSZ", "PROT"] : ["PBSZ", "PROT"],
				on: {
					async AUTH() {
						await visit.reply("234-Features:\r\n MLST\r\n XCRC\r\n234 End");
						await visit.startTls();
						return undefined;
					},
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			for (const expected of [
				["UTF8", "SIZE", "PBSZ", "PROT"],
				["PBSZ", "PROT"],
			]) {
				await client.connect();
				equal([...client.features.keys()], expected, "features");
				await client.close();
				equal([...client.features.keys()].includes("MLST"), false, "features of before TLS");
			}
		},
		after(seen) {
			equal(
				seen.commands.filter((command) => /^(?:AUTH|FEAT)/.test(command)),
				["AUTH TLS", "FEAT", "AUTH TLS", "FEAT"],
				"the order",
			);
		},
	},
];

/** What of the bytes without TLS reads like a command: of a ClientHello nothing does. */
export function legible(seen: Seen): string[] {
	return seen.commands.filter((line) => /^[A-Z]{3,4}(?: [ -~]*)?$/.test(line));
}
