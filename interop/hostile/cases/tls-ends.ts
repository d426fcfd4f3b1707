import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";
import type { DataVisit, Overheard } from "../visit.ts";

const FILE = "all that came before the cut";

/** The head of a record of 100 bytes, and three of them. */
const PART_OF_RECORD = Uint8Array.of(0x17, 3, 3, 0, 100, 1, 2, 3);

export const tlsEndCases: readonly Case[] = [
	{
		number: 63,
		title: "a download whose TLS is cut, between two records or in one, is not a whole file although the server says 226",
		modes: ["TLS"],
		async server(visit) {
			await visit.serve({
				on: {
					async RETR(name) {
						await visit.reply("150 Here it comes");
						const data = await visit.data();
						await data.send(FILE);
						if (name === "torn") await data.sendBelowTls(PART_OF_RECORD);
						data.cut();
						await data.gone;
						return "226 Done";
					},
					SIZE: `213 ${FILE.length + 1}`,
				},
			});
		},
		async client({ newClient, runtime }) {
			const client = newClient();
			await client.connect();
			for (const name of ["whole", "torn"]) {
				if (runtime === "Node") {
					const expected = { name: "FTPNetworkError", code: "TRUNCATED" };
					await rejects(() => client.download(name), expected, name);
				} else {
					// There a cut is an end; what tells is the size.
					equal(new TextDecoder().decode(await client.download(name)), FILE, name);
				}
				const expected = { name: ["FTPProtocolError", "FTPNetworkError"], code: ["WRONG_SIZE", "TRUNCATED"] };
				await rejects(() => client.download(name, { verify: "size" }), expected, `${name}, its size compared`);
			}
			equal(await client.pwd(), "/", "the session goes on");
		},
	},
	{
		number: 64,
		title: "the client says close_notify on every data connection, whichever way the bytes went",
		modes: ["TLS"],
		async server(visit) {
			let accept: () => Promise<DataVisit> = () => visit.data();
			let heard: Overheard | undefined;
			const transfer = async (verb: string): Promise<string> => {
				await visit.reply("150 Here it comes");
				const data = await accept();
				const received = data.received();
				if (verb !== "STOR") {
					await data.send(verb === "RETR" ? FILE : "");
					await data.end();
				}
				await received;
				if (verb === "STOR") await data.end();
				return (await heard?.saysGoodbye) ? "226 Done" : "426 No close_notify came, so this was cut";
			};
			await visit.serve({
				on: {
					async EPSV() {
						const port = await visit.dataPort({ tls: true });
						accept = port.accept;
						heard = await visit.overhear(port);
						return `229 Here (|||${heard.port}|)`;
					},
					...Object.fromEntries(["RETR", "STOR", "MLSD"].map((verb) => [verb, () => transfer(verb)])),
				},
			});
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (let round = 0; round < 3; round++) {
				await client.upload("b.txt", FILE);
				await client.upload("empty.txt", "");
				equal(new TextDecoder().decode(await client.download("a.txt")), FILE, "the file");
				equal(await client.list(), [], "the listing");
			}
		},
	},
	{
		number: 65,
		title: "a TLS handshake that makes no progress on a data connection, or hardly any, is given up in time",
		modes: ["TLS"],
		async server(visit) {
			let accept: () => Promise<DataVisit> = () => visit.data();
			const transfer = async (): Promise<undefined> => {
				await visit.reply("150 Here it comes");
				const data = await accept();
				// The head of a record with a handshake message in it, of which one byte comes at a time.
				await data.sendBelowTls(Uint8Array.of(0x16, 3, 3, 0x3f, 0xff));
				for (let piece = 0; piece < 60; piece++) {
					await data.sendBelowTls(Uint8Array.of(2));
					await Promise.race([visit.pause(50), data.gone]);
				}
			};
			await visit.serve({
				on: {
					async EPSV() {
						// Without TLS of its own: what it says is up to us.
						const port = await visit.dataPort({ tls: false });
						accept = port.accept;
						return `229 Here (|||${port.port}|)`;
					},
					RETR: transfer,
					STOR: transfer,
				},
			});
		},
		async client({ newClient, runtime }) {
			const timeouts = { connect: 500, reply: 1500, stall: 800 };
			const code = runtime === "workerd old" ? "STALL_TIMEOUT" : "CONNECT_TIMEOUT";
			for (const direction of ["download", "upload"] as const) {
				const client = newClient({ timeouts });
				await client.connect();
				const transfer = () => (direction === "download" ? client.download("a.txt") : client.upload("b.txt", FILE));
				await rejects(transfer, { name: "FTPTimeoutError", code }, direction);
			}
		},
		after(seen) {
			equal(
				seen.commands.filter((command) => /^(?:RETR|STOR)/.test(command)),
				["RETR a.txt", "STOR b.txt"],
				"transfers",
			);
		},
	},
	{
		number: 65,
		title: "a TLS handshake that makes no progress on the control connection is given up in time, and nobody has logged in",
		modes: ["TLS"],
		async server(visit) {
			await visit.reply("220 Welcome");
			await visit.line();
			await visit.reply("234 Go on");
			await visit.gone;
		},
		async client({ newClient, runtime }) {
			const client = newClient({ timeouts: { connect: 400, reply: 400 } });
			const code = runtime === "workerd old" ? "REPLY_TIMEOUT" : "CONNECT_TIMEOUT";
			await rejects(() => client.connect(), { name: "FTPTimeoutError", code }, "connect()");
			ok(client.closed, "closed");
		},
	},
];
