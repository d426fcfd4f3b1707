import { spawn } from "node:child_process";
import { once } from "node:events";
import { open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Launch } from "./site.ts";

/** How long a daemon gets to end by itself before it is killed. */
const PATIENCE = 2_000;

/** A running daemon and all its children. */
export interface DaemonProcess {
	/** Set once the daemon has ended, for a message: "exit code 1". */
	readonly ended: string | undefined;
	/** What the daemon wrote: its output, then its log files. */
	log(): Promise<string>;
	/** Ends the daemon with its children; resolves when it is gone. Safe twice. */
	stop(): Promise<void>;
	/** The same by `kill -9`: none of them can say or finish anything any more. */
	kill(): Promise<void>;
}

/** Names the folder of the server that a process belongs to. Children inherit it, also those that leave the process group. */
const MARK = "ISOFTP_LAB_SERVER";

/**
 * The processes that a server's daemon has started, itself included, as far as they show their environment (Pure-FTPd and
 * ProFTPD write over theirs, but stay in the process group). `folder` is a server's, or the lab's for all its servers.
 */
export async function marked(folder: string): Promise<number[]> {
	const found: number[] = [];
	for (const name of await readdir("/proc").catch(() => [])) {
		if (!/^\d+$/.test(name)) continue;
		const environment = await readFile(`/proc/${name}/environ`, "utf8").catch(() => "");
		const belongs = (entry: string): boolean => `${entry}/`.startsWith(`${MARK}=${folder}/`);
		if (environment.split("\0").some(belongs)) found.push(Number(name));
	}
	return found;
}

function send(signal: NodeJS.Signals, target: number): void {
	try {
		process.kill(target, signal);
	} catch {
		// It is gone already.
	}
}

/** Starts the daemon of the server whose files are in `folder`; `group` is the file that tells the keeper which process group to end. */
export async function startProcess(launch: Launch, folder: string, group: string): Promise<DaemonProcess> {
	const output = join(folder, "output.log");
	// One that is started again goes on with its log.
	const file = await open(output, "a");
	const child = spawn(launch.command, launch.args, {
		stdio: ["ignore", file.fd, file.fd],
		// A process group of its own: daemons start a process for each session, and all of them must end together.
		detached: true,
		cwd: folder,
		// File names are UTF-8 whatever the locale of the machine; dates in listings are UTC, unless told.
		env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", TZ: launch.clock ?? "UTC", PYTHONUNBUFFERED: "1", [MARK]: folder },
	});
	let ended: string | undefined;
	const exit = once(child, "exit").then(([code, signal]) => {
		ended = signal === null ? `exit code ${code}` : `signal ${signal}`;
	});
	try {
		await once(child, "spawn");
	} finally {
		await file.close();
	}
	const pid = child.pid as number;
	await writeFile(group, `${pid}\n`);
	child.unref();

	/** Kills all sessions: those in the daemon's group, and those of vsftpd, each of which has a group of its own. */
	const killAll = async (): Promise<void> => {
		send("SIGKILL", -pid);
		for (const session of await marked(folder)) send("SIGKILL", session);
	};
	return {
		get ended() {
			return ended;
		},
		async log() {
			const parts = await Promise.all([output, ...launch.logs].map((path) => readFile(path, "utf8").catch(() => "")));
			return parts.join("");
		},
		async stop() {
			child.ref();
			send("SIGTERM", -pid);
			const timer = setTimeout(() => send("SIGKILL", -pid), PATIENCE);
			await exit;
			clearTimeout(timer);
			await killAll();
			await rm(group, { force: true });
		},
		async kill() {
			child.ref();
			await killAll();
			await exit;
			// Whom it has started in the meantime.
			await killAll();
		},
	};
}
