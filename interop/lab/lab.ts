import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeAccount, newUserName } from "./account.ts";
import { catalog, type Daemon, type ServerName } from "./catalog.ts";
import { makeCertificates } from "./certificates.ts";
import { untilGreeted } from "./greeting.ts";
import { startKeeper } from "./keeper.ts";
import { claimPorts } from "./ports.ts";
import { type DaemonProcess, startProcess } from "./process.ts";
import { prepareProftpd } from "./proftpd.ts";
import { isRoot, unavailable } from "./programs.ts";
import { preparePureftpd } from "./pureftpd.ts";
import { preparePyftpdlib } from "./pyftpdlib.ts";
import type { Launch, Site } from "./site.ts";
import { prepareVsftpd } from "./vsftpd.ts";

/** A running FTP server and how to reach it. */
export interface LabServer {
	readonly name: ServerName;
	/** The name in its certificate. The daemon itself listens on 127.0.0.1. */
	readonly host: "localhost";
	readonly port: number;
	/** The ports its passive data connections come from, both included. */
	readonly passive: { readonly first: number; readonly last: number };
	readonly user: string;
	readonly pass: string;
	/** "explicit" servers take plain sessions too. */
	readonly tls: "none" | "explicit" | "implicit";
	/** The local folder that is this server's own writable area. */
	readonly disk: string;
	/** The same folder as FTP sees it. */
	readonly path: string;
	/** All that the daemon has logged so far. */
	log(): Promise<string>;
	/** Ends the daemon and its sessions by `kill -9`; nobody answers at its ports any more. */
	kill(): Promise<void>;
	/** Starts it again, at the same ports, after `kill()`. */
	revive(): Promise<void>;
	/** Ends the daemon and its sessions, and removes its files except `disk`. Safe twice. */
	stop(): Promise<void>;
}

/** A set of real FTP servers, with a certificate authority and a user of its own. */
export interface Lab {
	/** The certificate authority's certificate, in PEM. */
	readonly ca: string;
	/** The same as a file, for runtimes that take it from one. */
	readonly caFile: string;
	/** The server of this name, started at first use. */
	server(name: ServerName): Promise<LabServer>;
	/** Whether this machine can run the server; `unavailable(name)` says why not. */
	installed(name: ServerName): boolean;
	/** Ends all servers and removes everything the lab has made. Safe twice. */
	stop(): Promise<void>;
}

/** How long a daemon may take until it greets. It takes well under a second, unless the machine is very busy. */
const PATIENCE = 20_000;

const prepare: Readonly<Record<Daemon, (site: Site) => Promise<Launch>>> = {
	vsftpd: prepareVsftpd,
	proftpd: prepareProftpd,
	pureftpd: preparePureftpd,
	pyftpdlib: preparePyftpdlib,
};

/** Whether the daemon locks the user into the home, so that paths start there. Changing the root needs root. */
function locksIn(daemon: Daemon): boolean {
	return isRoot || daemon === "pyftpdlib";
}

async function startServer(site: Site, groups: string): Promise<LabServer> {
	const { name, traits, folder, account, ports } = site;
	const disk = join(account.home, name);
	await mkdir(disk, { mode: 0o755 });
	await chown(disk, account.uid, account.gid);
	await mkdir(folder, { mode: 0o700 });
	const launch = await prepare[traits.daemon](site);
	const start = async (): Promise<DaemonProcess> => {
		const started = await startProcess(launch, folder, join(groups, `${name}.group`));
		if (await untilGreeted(site, PATIENCE, () => started.ended === undefined)) return started;
		const log = await started.log();
		const ended = started.ended;
		await started.stop();
		throw new Error(`${name} does not greet on port ${ports.control} (${ended ?? `waited ${PATIENCE} ms`}). It says:\n${log}`);
	};
	let daemon = await start();
	return {
		name,
		host: "localhost",
		port: ports.control,
		passive: ports.passive,
		user: account.user,
		pass: account.pass,
		tls: traits.tls,
		disk,
		path: locksIn(traits.daemon) ? `/${name}` : disk,
		log: () => daemon.log(),
		kill: () => daemon.kill(),
		revive: async () => {
			daemon = await start();
		},
		stop: async () => {
			await daemon.stop();
			await rm(folder, { recursive: true, force: true });
			ports.release();
		},
	};
}

/** Makes a lab; no server runs yet. Whatever happens to this process, nothing of the lab outlives it. */
export async function startLab(): Promise<Lab> {
	const folder = await mkdtemp(join(tmpdir(), "isoftp-lab-"));
	// The daemons' user has to get to the home; certificates, configurations and logs have folders closed to others.
	await chmod(folder, 0o755);
	const user = newUserName();
	const keeper = await startKeeper(folder, isRoot ? user : undefined);
	try {
		const account = await makeAccount(user, join(folder, "home"));
		const certificates = await makeCertificates(join(folder, "certificates"));
		const running = new Map<ServerName, Promise<LabServer>>();
		const start = async (name: ServerName): Promise<LabServer> => {
			const reason = unavailable(name);
			if (reason !== undefined) throw new Error(`Cannot start ${name}: ${reason}`);
			const ports = await claimPorts();
			const traits = catalog[name];
			const certificate = certificates.files[traits.certificate];
			const site = { name, traits, folder: join(folder, name), account, ports, certificate, ca: certificates.ca };
			try {
				return await startServer(site, keeper.groups);
			} catch (error) {
				ports.release();
				throw error;
			}
		};
		return {
			ca: certificates.ca.pem,
			caFile: certificates.ca.file,
			server(name) {
				const server = running.get(name) ?? start(name);
				running.set(name, server);
				return server;
			},
			installed: (name) => unavailable(name) === undefined,
			async stop() {
				await Promise.allSettled([...running.values()].map(async (server) => (await server).stop()));
				await keeper.finish();
			},
		};
	} catch (error) {
		await keeper.finish();
		throw error;
	}
}
