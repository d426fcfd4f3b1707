import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { link, readFile, rename, unlink } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { FTPUsageError } from "@isoftp/core";
import { hasErrno, unlessMissing } from "../local-file.ts";

/** Locks that this process has. Where process ids start anew, as in containers, a dead process may have had this one's. */
const held: Set<string> = /* @__PURE__ */ new Set();

/** An empty lock is one that is being made, which takes microseconds; or its maker died at that. It is looked at so often. */
const LOOKS = 5;

/** Milliseconds in between. */
const PAUSE = 20;

/** Who made a lock. */
interface Holder {
	readonly pid: number;
	/** When it was started, where the system tells, for process ids are used again. */
	readonly birth: string;
	readonly host: string;
}

/**
 * Makes a lock, a file that only one process can make; one whose process is dead is replaced.
 * @throws FTPUsageError BAD_ARGUMENT where somebody else has it
 */
export async function lock(path: string): Promise<void> {
	// Also by one that was stopped: the journal is its caller's, who may have more to do with it.
	if (held.has(path)) throw inUse("this process", "close() that journal when it has ended");
	held.add(path);
	try {
		while (!make(path)) await removeStale(path);
	} catch (error) {
		held.delete(path);
		throw error;
	}
}

export async function unlock(path: string): Promise<void> {
	await unlessMissing(unlink(path));
	held.delete(path);
}

/** In one go, so that nothing but the end of the process comes between the file and what is in it. False where it is there already. */
function make(path: string): boolean {
	const own: Holder = { pid: process.pid, birth: birthOf(process.pid), host: hostname() };
	try {
		const fd = openSync(path, "wx");
		try {
			writeSync(fd, JSON.stringify(own));
		} finally {
			closeSync(fd);
		}
		return true;
	} catch (error) {
		if (hasErrno(error, "EEXIST")) return false;
		throw error;
	}
}

/** @throws FTPUsageError BAD_ARGUMENT where its process may be alive */
async function removeStale(path: string): Promise<void> {
	const text = await contentsOf(path);
	if (text === undefined) return;
	const holder = holderIn(text);
	if (holder && isAlive(holder))
		throw inUse(`process ${holder.pid} on ${holder.host}`, `if there is no such run any more, remove ${path}`);
	// Out of the way first: another process may have done the same, and made its own lock since it was read.
	const aside = `${path}.${process.pid}`;
	if ((await unlessMissing(rename(path, aside).then(() => true))) === undefined) return;
	const moved = await readFile(aside, "utf8");
	if (moved !== text) await link(aside, path).catch(() => undefined);
	await unlink(aside);
}

/** Nothing where it is gone. */
async function contentsOf(path: string): Promise<string | undefined> {
	let text: string | undefined = "";
	for (let looks = 0; text === "" && looks < LOOKS; looks++) {
		if (looks > 0) await setTimeout(PAUSE);
		text = await unlessMissing(readFile(path, "utf8"));
	}
	return text;
}

function holderIn(text: string): Holder | undefined {
	try {
		const { pid, birth, host } = Object(JSON.parse(text));
		return Number.isInteger(pid) && pid > 0 ? { pid, birth: String(birth), host: String(host) } : undefined;
	} catch {
		return undefined;
	}
}

/** What is on another machine nobody here can know. */
function isAlive({ pid, birth, host }: Holder): boolean {
	if (host !== hostname()) return true;
	// Not the one that is held: that was refused already.
	if (pid === process.pid) return false;
	try {
		process.kill(pid, 0);
	} catch (error) {
		// It is there, but somebody else's, where it says EPERM.
		if (hasErrno(error, "ESRCH")) return false;
	}
	return birthOf(pid) === birth;
}

/** Clock ticks from the start of the machine to that of the process, and which start of the machine that was: only Linux tells. */
export function birthOf(pid: number): string {
	try {
		const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
		const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
		// The second field is the program's name in brackets, which may hold anything.
		return `${boot} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
	} catch {
		return "";
	}
}

function inUse(who: string, remedy: string): FTPUsageError {
	return new FTPUsageError("BAD_ARGUMENT", `The journal is in use by another run, of ${who}; ${remedy}`);
}
