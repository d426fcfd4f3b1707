import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { catalog, type Daemon, type ServerName } from "./catalog.ts";

/** Where install.sh unpacks the daemons. */
const rootfs: string = join(process.env.ISOFTP_LAB_ROOT ?? "/opt/isoftp-lab", "rootfs");

/** The distribution's own Python: another one that comes first on the PATH does not see the distribution's pyftpdlib. */
const systemPython = "/usr/bin/python3";

/** Where each daemon may be, best first: unpacked by install.sh, or installed as the machine's own package. */
const places: Readonly<Record<Daemon, readonly string[]>> = {
	vsftpd: [join(rootfs, "usr/sbin/vsftpd"), "/usr/sbin/vsftpd"],
	proftpd: [join(rootfs, "usr/sbin/proftpd"), "/usr/sbin/proftpd"],
	pureftpd: [join(rootfs, "usr/sbin/pure-ftpd"), "/usr/sbin/pure-ftpd"],
	pyftpdlib: [systemPython],
};

/** These log users in through the machine's accounts and lock them into their home: only root may do either. */
const needRoot: ReadonlySet<Daemon> = new Set<Daemon>(["vsftpd", "pureftpd"]);

export const isRoot: boolean = process.getuid?.() === 0;

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** The daemon's executable; for pyftpdlib the Python that has it. */
export function program(daemon: Daemon): string {
	const found = places[daemon].find(isExecutable);
	if (found === undefined) throw new Error(`${daemon} is not installed: run interop/install.sh as root`);
	return found;
}

/** ProFTPD's modules, which it looks for where it was compiled to be. */
export function proftpdModules(): string {
	const executable = program("proftpd");
	return join(executable, "../../lib/proftpd");
}

/** Redis, for tests of programs that keep something in it; `undefined` where it is not installed. */
export function redisServer(): string | undefined {
	return [join(rootfs, "usr/bin/redis-server"), "/usr/bin/redis-server"].find(isExecutable);
}

const answers = new Map<Daemon, string | undefined>();

function whyNot(daemon: Daemon): string | undefined {
	const executable = places[daemon].find(isExecutable);
	if (executable === undefined) return `${daemon} is not installed (interop/install.sh does it)`;
	if (needRoot.has(daemon) && !isRoot) return `${daemon} can only be run by root`;
	if (daemon !== "pyftpdlib") return undefined;
	try {
		execFileSync(executable, ["-c", "import pyftpdlib, OpenSSL"], { stdio: "ignore", timeout: 10_000 });
		return undefined;
	} catch {
		return "pyftpdlib is not installed (interop/install.sh does it)";
	}
}

/** Why this server cannot be started on this machine, in words; `undefined` when it can. */
export function unavailable(name: ServerName): string | undefined {
	const { daemon } = catalog[name];
	if (!answers.has(daemon)) answers.set(daemon, whyNot(daemon));
	return answers.get(daemon);
}
