import type { FTPClient, FTPClientOptions } from "@isoftp/core";
import type { Case, HostileWorld, Mode, Runtime } from "./case.ts";

/** The certificates are for these; the loopback's address is what data connections go to. */
const HOST = "localhost";

/** Long enough for a busy machine, short enough to wait for. Cases about deadlines set their own. */
const TIMEOUTS = { connect: 10_000, reply: 10_000, stall: 10_000, total: 30_000 };

/** Runs the client's half of a case, and closes what it has made. */
export async function runClient(
	one: Case,
	{ mode, runtime, port }: { readonly mode: Mode; readonly runtime: Runtime; readonly port: number },
	create: (host: string, options: FTPClientOptions) => FTPClient,
): Promise<void> {
	const clients: FTPClient[] = [];
	const world: HostileWorld = {
		mode,
		runtime,
		host: HOST,
		port,
		newClient({ host = HOST, ...options } = {}) {
			const client = create(host, { port, user: "bob", pass: "hunter2", secure: mode === "TLS", timeouts: TIMEOUTS, ...options });
			clients.push(client);
			return client;
		},
	};
	try {
		await one.client(world);
	} finally {
		for (const client of clients) await client.close();
	}
}
