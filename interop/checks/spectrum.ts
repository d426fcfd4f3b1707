import { equal, ok } from "./assert.ts";
import { pattern, sha256 } from "./bytes.ts";
import { type Check, fresh, session, type World } from "./world.ts";

/**
 * The situation of Cloudflare Spectrum: a proxy forwards the control port and a range of passive ports, and the server behind it
 * advertises its own, private address in its 227 replies.
 */
export interface SpectrumWorld extends World {
	/** The proxy's address, which `newClient` connects to. */
	readonly proxyHost: string;
	/** The ports of the proxy that were connected to so far, oldest first. */
	connections(): Promise<readonly number[]>;
	readonly controlPort: number;
}

export const spectrumChecks: readonly Check<SpectrumWorld>[] = (["auto", "epsv", "pasv"] as const).map((passive) => ({
	name: `transfers through a proxy, passive: ${passive}, and never dials the advertised address`,
	async run(world) {
		const before = (await world.connections()).length;
		const dialled: string[] = [];
		const allowConnect = (host: string, _port: number, purpose: string): boolean => dialled.push(`${purpose} ${host}`) > 0;
		const name = fresh("proxied.bin");
		const path = `${world.path}/${name}`;
		const bytes = pattern(1024 * 1024, 21);
		await session(
			world,
			async (client) => {
				await client.upload(path, bytes);
				equal((await world.disk.file(name))?.sha256, await sha256(bytes), "the checksum on the server's disk");
				equal(await sha256(await client.download(path)), await sha256(bytes), "the checksum of the download");
				ok(
					(await client.list(world.path)).some((entry) => entry.name === name),
					"the listing has the file",
				);
			},
			{ passive, allowConnect },
		);
		const [first, ...rest] = dialled;
		equal(first, `control ${world.proxyHost}`, "the host that was dialled first");
		// One for each transfer, and perhaps one that was opened ahead and not needed any more.
		ok(rest.length === 3 || rest.length === 4, `three data connections, and one ahead: ${dialled.join(", ")}`);
		ok(
			rest.every((other) => other === `data ${world.proxyHost}`),
			`data connections to the proxy alone: ${dialled.join(", ")}`,
		);
		const [control, ...others] = (await world.connections()).slice(before);
		equal(control, world.controlPort, "the first port of the proxy");
		ok(others.length === 3 || others.length === 4, `${others.length} data connections through the proxy`);
		const command = passive === "pasv" ? "PASV" : "EPSV";
		const log = await world.server.log();
		ok(log.includes(command), `the server was asked for ${command}`);
	},
}));
