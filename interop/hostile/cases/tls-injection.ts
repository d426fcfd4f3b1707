import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case, Seen } from "../case.ts";
import { legible } from "./tls-required.ts";

/** What somebody on the way would like to be taken for the server's, said with the 234. */
const ALONG = ["331 Password?\r\n230 Logged in\r\n", "331 Pass", "2", "\r\n", "\n", "234 Once more\r\n", "\u0016\u0003"];

/** After which milliseconds the same comes by itself. */
const LATER = [0, 0, 1, 5, 20, 50];

const INJECTED = { name: ["FTPProtocolError", "FTPTLSError"], code: ["BYTES_BEFORE_TLS", "HANDSHAKE_FAILED"] };

function nothingBehindAuth(seen: Seen): void {
	equal(
		legible(seen).filter((command) => command !== "AUTH TLS"),
		[],
		"what could be read",
	);
}

export const tlsInjectionCases: readonly Case[] = [
	{
		number: 57,
		title: "replies in one packet with the answer to AUTH are an attack, whole or in part: no handshake, no login",
		modes: ["TLS"],
		async server(visit) {
			await visit.reply("220 Welcome");
			await visit.line();
			await visit.say(`234 Go on\r\n${ALONG[visit.number] ?? ""}`);
			// A handshake that is begun all the same would show.
			await visit.startTls();
			await visit.serve({ greeting: false });
		},
		async client({ newClient }) {
			for (const along of ALONG) {
				const expected = { name: "FTPProtocolError", code: "BYTES_BEFORE_TLS" };
				const client = newClient();
				await rejects(() => client.connect(), expected, `connect(), with ${JSON.stringify(along)}`);
				equal(client.secured, false, "secured");
			}
		},
		after: nothingBehindAuth,
	},
	{
		number: 57,
		title: "an answer to AUTH that was sent before AUTH does not begin a session",
		modes: ["TLS"],
		async server(visit) {
			await visit.say(`220 Welcome\r\n234 Go on\r\n${visit.number === 0 ? "" : "230 Logged in\r\n"}`);
			if ((await visit.line()) === undefined) return;
			await visit.reply("234 Go on");
			await visit.startTls();
			await visit.serve({ greeting: false });
		},
		async client({ newClient }) {
			for (let round = 0; round < 2; round++) await rejects(() => newClient().connect(), INJECTED, "connect()");
		},
		after: nothingBehindAuth,
	},
	{
		number: 58,
		title: "what looks like replies in front of the server's first TLS record fails the handshake, and is no reply",
		modes: ["TLS"],
		async server(visit) {
			await visit.reply("220 Welcome");
			await visit.line();
			await visit.reply("234 Go on");
			await visit.pause(100);
			await visit.say('331 Password?\r\n230 Logged in\r\n257 "/injected"\r\n');
			await visit.startTls();
			await visit.serve({ greeting: false });
		},
		async client({ newClient }) {
			for (let round = 0; round < 3; round++) {
				const lines: string[] = [];
				const client = newClient({ onTrace: (event) => lines.push(JSON.stringify(event)) });
				await rejects(() => client.connect(), INJECTED, "connect()");
				equal(lines.filter((line) => line.includes('"reply"')).length, 2, "replies in the trace");
				equal(client.secured, false, "secured");
			}
		},
		after: nothingBehindAuth,
	},
	{
		number: 59,
		title: "replies that come in a packet of their own, at whatever moment between 234 and the handshake, are never read",
		modes: ["TLS"],
		async server(visit) {
			await visit.reply("220 Welcome");
			await visit.line();
			await visit.reply("234 Go on");
			const later = LATER[visit.number] ?? 0;
			if (later > 0) await visit.pause(later);
			await visit.say("331 Password?\r\n230 Logged in\r\n");
			await visit.startTls();
			await visit.serve({ greeting: false });
		},
		async client({ newClient }) {
			for (const later of LATER) {
				const client = newClient();
				await rejects(() => client.connect(), INJECTED, `connect(), injected after ${later} ms`);
				await rejects(() => client.pwd(), { name: ["FTPUsageError", ...INJECTED.name] }, "pwd() afterwards");
			}
		},
		after: nothingBehindAuth,
	},
	{
		number: 66,
		title:
			"a control connection whose TLS is cut, reset, ended or spoilt in the middle is lost, and nothing in the clear is a reply",
		modes: ["TLS"],
		async server(visit) {
			await visit.serve({
				on: {
					async NOOP() {
						const [spoil] = SPOILED[visit.number] ?? SPOILED[0];
						if (spoil === "cut") visit.cut();
						else if (spoil === "reset") visit.reset();
						else if (spoil === "end") visit.end();
						else visit.sayBelowTls(spoil);
						return undefined;
					},
				},
			});
		},
		async client({ newClient }) {
			for (const [, what] of SPOILED) {
				const client = newClient();
				await client.connect();
				const lost = { name: ["FTPNetworkError", "FTPTLSError"] };
				await rejects(() => client.command("NOOP"), lost, what);
				ok(client.closed, `${what}: closed`);
				await rejects(() => client.pwd(), lost, `${what}: the next call`);
			}
		},
		after(seen) {
			equal(
				seen.commands.filter((command) => command === "PWD"),
				[],
				"commands after the end",
			);
		},
	},
];

/** What happens to the control connection in place of an answer, and its name. */
const SPOILED = [
	["200 Done\r\n", "a reply in the clear"],
	[`\u0017\u0003\u0003\u0000\u0020${"0".repeat(32)}`, "a record that nobody has sealed"],
	["cut", "FIN without close_notify"],
	["end", "close_notify and FIN"],
	["reset", "RST"],
] as const;
