import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import type { Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const script: string = fileURLToPath(new URL("./keeper.sh", import.meta.url));

/** How long the cleaning up may take: removing a user waits for the lock on the machine's user file, up to 15 seconds. */
const PATIENCE = 30_000;

/** What removes a lab: its processes, its user, its folder. */
export interface Keeper {
	/** The folder in which a file `*.group` names a process group that belongs to the lab. */
	readonly groups: string;
	/** Cleans up and resolves when all is gone. Safe twice. */
	finish(): Promise<void>;
}

/**
 * Starts the process that cleans up when this one stops or dies. `user` is the system user to remove, if there will be one: the
 * keeper comes first, so that there is no moment in which a user exists and nobody would remove it.
 */
export async function startKeeper(folder: string, user: string | undefined): Promise<Keeper> {
	const groups = join(folder, "run");
	await mkdir(groups, { mode: 0o700 });
	const child = spawn("/bin/sh", [script, folder, user ?? ""], {
		stdio: ["pipe", "ignore", "inherit"],
		// In a session of its own, so that Ctrl-C in the terminal ends the tests but not what cleans up after them.
		detached: true,
	});
	await once(child, "spawn");
	child.unref();
	(child.stdin as Socket).unref();
	const ended = once(child, "exit");
	return {
		groups,
		async finish() {
			child.ref();
			child.stdin.end();
			if (child.exitCode === null) await within(PATIENCE, ended);
		},
	};
}

async function within(milliseconds: number, wait: Promise<unknown>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`The lab was not cleaned up after ${milliseconds} ms`)), milliseconds);
	});
	await Promise.race([wait, late]).finally(() => clearTimeout(timer));
}
