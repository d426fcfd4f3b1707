import { FTPClient, FTPPool, type NodeFTPClientOptions, SmallFTPClient } from "@isoftp/adapter-node";
import { describe, onTestFailed, test } from "vitest";
import type { Check, WholeWorld, World } from "../checks/index.ts";
import { type Mode, modesOf, type ServerName } from "../lab/catalog.ts";
import { describeServer, type ServerFixture, type SharedLab } from "../lab/suite.ts";
import { diskAt } from "./disk.ts";

export { goodServers, type Mode, modesOf, type ServerName } from "../lab/catalog.ts";

/** A server as Node's client sees it; `host` where it is not the server's own. */
export function nodeWorld({ lab, server }: ServerFixture, mode: Mode, host: string = server.host): WholeWorld {
	const secure = mode === "TLS" && (server.tls === "implicit" ? "implicit" : true);
	const { port, user, pass } = server;
	const all: NodeFTPClientOptions = { port, user, pass, secure, tls: { ca: lab.ca } };
	return {
		path: server.path,
		server,
		disk: diskAt(server.disk),
		newClient: ({ host: other = host, ...options } = {}) => new FTPClient(other, { ...all, ...options }),
		newPool: (options = {}) => new FTPPool(host, { ...all, ...options }),
		newSmallClient: () => new SmallFTPClient(host, all),
	};
}

/** One check as one test. When it fails, what the server has to say about it is shown too. */
export function testCheck<W extends World>(check: Check<W>, world: () => W): void {
	test(check.name, async () => {
		const { server } = world();
		const before = (await server.log()).length;
		onTestFailed(async () => {
			const lines = (await server.log()).slice(before).trimEnd().split("\n").slice(-40);
			console.error(`${server.name} on "${check.name}":\n${lines.join("\n")}`);
		});
		await check.run(world());
	});
}

/** All `checks` on all `servers`, in each mode that a server has. */
export function describeMatrix(shared: SharedLab, servers: readonly ServerName[], checks: readonly Check[]): void {
	for (const name of servers) {
		describeServer(shared, name, (fixture) => {
			for (const mode of modesOf(name)) {
				describe(mode, () => {
					for (const check of checks) testCheck(check, () => nodeWorld(fixture(), mode));
				});
			}
		});
	}
}
