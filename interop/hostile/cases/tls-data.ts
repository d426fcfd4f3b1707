import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case, HostileWorld, Runtime } from "../case.ts";
import type { CertificateName, DataVisit, Visit } from "../visit.ts";

const BAD: readonly CertificateName[] = ["wrongName", "selfSigned", "expired"];
const NOT_ACCEPTED = { name: "FTPTLSError", code: "HANDSHAKE_FAILED" };
const SECRET = "for the server's eyes only";

/** A server whose data connections are not what they should be, and which is content with everything. */
async function serveBadly(visit: Visit, open: () => Promise<number>, transfer: (verb: string) => Promise<string>): Promise<void> {
	await visit.serve({
		on: {
			EPSV: async () => `229 Here (|||${await open()}|)`,
			...Object.fromEntries(["RETR", "STOR", "MLSD"].map((verb) => [verb, () => transfer(verb)])),
		},
	});
}

/** Whether an empty file and a data connection whose handshake has failed cannot be told from one another. */
function isBlind(runtime: Runtime): boolean {
	return runtime === "workerd old";
}

/** Demands that nothing is taken for a file or a listing of this server's, nor given to it. */
async function allRefused(
	{ newClient, runtime }: HostileWorld,
	what: string,
	expected: { name: string | string[] },
): Promise<void> {
	const transfers = {
		upload: () => newTransfer((client) => client.upload("b.txt", SECRET)),
		download: () => newTransfer((client) => client.download("a.txt")),
		list: () => newTransfer((client) => client.list()),
	};
	async function newTransfer<T>(transfer: (client: ReturnType<typeof newClient>) => Promise<T>): Promise<T> {
		const client = newClient();
		await client.connect();
		return await transfer(client);
	}
	for (const [name, transfer] of Object.entries(transfers)) {
		if (name === "upload" || !isBlind(runtime)) await rejects(transfer, expected, `${what}: ${name}`);
		else equal([...((await transfer()) as Iterable<unknown>)], [], `${what}: ${name}`);
	}
}

export const tlsDataCases: readonly Case[] = [
	{
		number: 61,
		title: "a certificate that is not accepted ends the session before a name is said, with explicit TLS and with implicit",
		modes: ["TLS"],
		async server(visit) {
			const certificate = BAD[visit.number % BAD.length];
			const isImplicit = visit.number >= BAD.length;
			if (isImplicit) await visit.startTls(certificate);
			await visit.serve({
				on: {
					async AUTH() {
						await visit.reply("234 Go on");
						await visit.startTls(certificate);
						return undefined;
					},
				},
			});
		},
		async client({ newClient }) {
			for (const secure of [true, "implicit"] as const) {
				for (const certificate of BAD) {
					const client = newClient({ secure });
					await rejects(() => client.connect(), NOT_ACCEPTED, `${certificate}, secure ${secure}`);
					equal(client.secured, false, "secured");
				}
			}
		},
		after(seen) {
			// What the server could decrypt is among them.
			equal(
				seen.commands,
				BAD.map(() => "AUTH TLS"),
				"commands",
			);
			equal(seen.controlConnections, 2 * BAD.length, "control connections");
		},
	},
	{
		number: 61,
		title:
			"a data connection must show a certificate as good as the control connection's: nothing is taken from another, nor given to it",
		modes: ["TLS"],
		async server(visit) {
			const certificate = BAD[Math.floor(visit.number / 3) % BAD.length] ?? "selfSigned";
			let accept: () => Promise<DataVisit> = () => visit.data();
			await serveBadly(
				visit,
				async () => {
					const port = await visit.dataPort({ tls: true, certificate });
					accept = port.accept;
					return port.port;
				},
				async (verb) => {
					await visit.reply("150 Here it comes");
					const data = await accept();
					const received = data.received();
					if (verb !== "STOR") {
						await data.send("forged");
						await data.end();
					}
					equal((await received).length, 0, "bytes from the client");
					return "226 Done";
				},
			);
		},
		async client(world) {
			for (const certificate of BAD) await allRefused(world, certificate, NOT_ACCEPTED);
		},
	},
	{
		number: 60,
		title: "data in the clear, where PROT P was granted, is not taken for a file, and nothing is sent in answer",
		modes: ["TLS"],
		async server(visit) {
			let accept: () => Promise<DataVisit> = () => visit.data();
			await serveBadly(
				visit,
				async () => {
					const port = await visit.dataPort({ tls: false });
					accept = port.accept;
					return port.port;
				},
				async (verb) => {
					await visit.reply("150 Here it comes");
					const data = await accept();
					await data.send("forged");
					const received = data.received();
					if (verb !== "STOR") await data.end();
					ok(!new TextDecoder().decode(await received).includes(SECRET), "the file was not sent in the clear");
					return "226 Done";
				},
			);
		},
		async client(world) {
			await allRefused(world, "in the clear", { name: ["FTPTLSError", "FTPProtocolError"] });
		},
	},
	{
		number: 62,
		title:
			"a server that demands resumed TLS sessions gets them, one after the other; where the runtime cannot, the error tells the way out",
		modes: ["TLS"],
		async server(visit) {
			const transfer = async (verb: string, argument: string): Promise<string | undefined> => {
				const data = await visit.data();
				await visit.reply("150 Here it comes");
				if (!(await data.isResumed())) {
					data.reset();
					return "522 SSL connection failed: session reuse required";
				}
				if (verb === "STOR") await data.received();
				else {
					await data.send(verb === "RETR" ? `hello ${argument}` : "");
					await data.end();
				}
				return "226 Done";
			};
			await visit.serve({
				on: Object.fromEntries(["RETR", "STOR", "MLSD"].map((verb) => [verb, (argument: string) => transfer(verb, argument)])),
			});
		},
		async client({ newClient, runtime }) {
			const client = newClient();
			await client.connect();
			if (runtime === "workerd old") {
				const expected = { name: "FTPTLSError", code: "SESSION_NOT_RESUMED" };
				const error = await rejects(() => client.download("a.txt"), expected, "a download");
				ok(error.message.includes("require_ssl_reuse=NO"), error.message);
				return;
			}
			for (let round = 0; round < 10; round++) {
				equal(new TextDecoder().decode(await client.download(`${round}`)), `hello ${round}`, "the file");
				if (round % 2 === 0) await client.upload("b.txt", "mine");
				else equal(await client.list(), [], "the listing");
			}
		},
		after(seen) {
			ok(seen.dataConnections >= 2, "data connections");
		},
	},
];
