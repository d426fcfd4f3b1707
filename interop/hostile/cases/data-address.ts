import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case } from "../case.ts";
import type { Service, Visit } from "../visit.ts";

const FILES = { "a.txt": "hello" };
/** Another address of the machine that all this runs on: from the server's side of it nobody must be led there. */
const ELSEWHERE = "127.0.0.2";

function commas(host: string, port: number): string {
	return [...host.split("."), port >> 8, port & 255].join(",");
}

/** EPSV is not known, and a 227 is what `write` makes of a port on which there is a data connection to be had. */
function pasvOnly(visit: Visit, write: (port: number) => string | Promise<string>): Service {
	return {
		files: FILES,
		on: {
			EPSV: "500 Not known",
			async PASV() {
				const own = await visit.ordinary("PASV", "");
				const [high = 0, low = 0] =
					/(\d+),(\d+)\)/
						.exec(own ?? "")
						?.slice(1)
						.map(Number) ?? [];
				return write(high * 256 + low);
			},
		},
	};
}

async function read(client: { download(path: string): Promise<Uint8Array> }): Promise<string> {
	return new TextDecoder().decode(await client.download("a.txt"));
}

/** What no machine has, or nobody is to reach. */
const UNREACHABLE = ["169.254.169.254", "10.0.0.1", "192.168.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1"];

/** The ways of writing a 227 that there are. */
const FORMS: readonly ((address: string) => string)[] = [
	(address) => `227 Entering Passive Mode. ${address}`,
	(address) => `227 Entering Passive Mode [${address}].`,
	(address) => `227 Entering Passive Mode( ${address} )`,
	(address) => `227 =${address}`,
	(address) => `227-A port was opened\r\n227 (${address})`,
	(address) => `227-Entering Passive Mode (${address})\r\n227 That is all`,
];

export const dataAddressCases: readonly Case[] = [
	{
		number: 1,
		title: "a 227 that names another address of the client's own machine leads to the server all the same",
		server: (visit) =>
			visit.serve(
				pasvOnly(visit, async (port) => {
					await visit.decoy(ELSEWHERE, port);
					return `227 (${commas(ELSEWHERE, port)})`;
				}),
			),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal(await read(client), "hello", "the file");
		},
		after(seen) {
			equal([seen.dataConnections, seen.decoyConnections], [1, 0], "data connections, and elsewhere");
		},
	},
	{
		number: 2,
		title: "a 227 with an address that is private, nobody's or everybody's leads to the server all the same",
		async server(visit) {
			let count = 0;
			await visit.serve(pasvOnly(visit, (port) => `227 (${commas(UNREACHABLE[count++] ?? "", port)})`));
		},
		async client({ newClient }) {
			const hosts = new Set<string>();
			const client = newClient({ allowConnect: (host, _, purpose) => purpose === "control" || hosts.add(host).size > 0 });
			await client.connect();
			for (const address of UNREACHABLE) equal(await read(client), "hello", `the file, with ${address}`);
			equal(hosts.size, 1, "hosts for data");
			ok(!UNREACHABLE.some((address) => hosts.has(address)), "none of them is dialled");
		},
		after(seen) {
			ok(seen.dataConnections >= UNREACHABLE.length, "data connections");
		},
	},
	{
		number: 3,
		title: "the address in a 227 is dialled by who asks for that, unless allowConnect says no",
		async server(visit) {
			const service = pasvOnly(visit, async () => `227 (${commas(ELSEWHERE, await visit.decoy(ELSEWHERE))})`);
			await visit.serve({ ...service, on: { ...service.on, RETR: "425 Nobody has come" } });
		},
		async client({ newClient }) {
			const asked: string[] = [];
			const guarded = newClient({
				dataHost: "advertised",
				allowConnect: (host, _, purpose) => purpose === "control" || asked.push(host) === 0,
			});
			await guarded.connect();
			await rejects(() => guarded.download("a.txt"), { name: "FTPUsageError", code: "CONNECT_NOT_ALLOWED" }, "what is vetoed");
			equal(asked, [ELSEWHERE], "what was asked about");
			const careless = newClient({ dataHost: "advertised" });
			await careless.connect();
			await rejects(
				() => careless.download("a.txt"),
				{ name: ["FTPReplyError", "FTPNetworkError", "FTPTLSError"] },
				"what nobody vetoes",
			);
		},
		after(seen) {
			equal(seen.dataConnections, 0, "data connections");
			// A second time where a TLS handshake that was broken off is tried anew, without resuming.
			ok([1, 2].includes(seen.decoyConnections), "one download has gone elsewhere");
		},
	},
	{
		number: 6,
		title: "a 227 may be written in any of the ways of the wild",
		async server(visit) {
			let count = 0;
			await visit.serve(pasvOnly(visit, (port) => FORMS[count++ % FORMS.length]?.(commas("127.0.0.1", port)) ?? ""));
		},
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			for (const form of FORMS) equal(await read(client), "hello", `the file, with ${form("1,2,3,4,5,6")}`);
		},
	},
	{
		number: 8,
		title: "the address in a 229 is ignored",
		server: (visit) =>
			visit.serve({
				files: FILES,
				on: {
					async EPSV() {
						const port = Number(/\d+(?=\|)/.exec((await visit.ordinary("EPSV", "")) ?? "")?.[0]);
						await visit.decoy(ELSEWHERE, port);
						return `229 Entering Extended Passive Mode (|1|${ELSEWHERE}|${port}|)`;
					},
				},
			}),
		async client({ newClient }) {
			for (const dataHost of ["control", "advertised"]) {
				const client = newClient({ dataHost });
				await client.connect();
				equal(await read(client), "hello", `the file, with dataHost ${dataHost}`);
			}
		},
		after(seen) {
			equal([seen.dataConnections, seen.decoyConnections], [2, 0], "data connections, and elsewhere");
		},
	},
	{
		number: 10,
		title: "EPSV answered 227 is taken as that, and PASV answered 229",
		server: (visit) =>
			visit.serve({
				files: FILES,
				on: { EPSV: () => visit.ordinary("PASV", ""), PASV: () => visit.ordinary("EPSV", "") },
			}),
		async client({ newClient }) {
			for (const passive of ["epsv", "pasv"] as const) {
				const client = newClient({ passive });
				await client.connect();
				equal(await read(client), "hello", `the file, by ${passive}`);
			}
		},
		after(seen) {
			const asked = seen.commands.filter((line) => line === "EPSV" || line === "PASV");
			equal(asked, ["EPSV", "PASV"], "what was asked");
		},
	},
];
