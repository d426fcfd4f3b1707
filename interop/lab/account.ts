import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { userInfo } from "node:os";
import { promisify } from "node:util";
import { isRoot } from "./programs.ts";

const run = promisify(execFile);

/** Whom the daemons log in. */
export interface Account {
	readonly user: string;
	readonly pass: string;
	readonly uid: number;
	readonly gid: number;
	/** Owned by root where there is one: ProFTPD and vsftpd distrust a home that its user may write to. */
	readonly home: string;
}

/** A name that nobody else has; useradd accepts it. */
export function newUserName(): string {
	return `isoftp-${randomBytes(5).toString("hex")}`;
}

/**
 * Makes the user of one lab. vsftpd and Pure-FTPd ask the machine for users, so with root it is a real one, with a random
 * password, which the keeper removes. Without root it is a name in the daemons' own files.
 */
export async function makeAccount(user: string, home: string): Promise<Account> {
	const pass = randomBytes(18).toString("base64url");
	await mkdir(home, { mode: 0o755 });
	if (!isRoot) {
		const { uid, gid } = userInfo();
		return { user, pass, uid, gid, home };
	}
	await run("useradd", ["--no-create-home", "--home-dir", home, "--shell", "/bin/sh", "--user-group", user]);
	// The password is random, so a quick hash keeps it as safe as a slow one, which costs a tenth of a second for every login.
	const setting = run("chpasswd", ["--crypt-method", "SHA512", "--sha-rounds", "1000"]);
	setting.child.stdin?.end(`${user}:${pass}\n`);
	await setting;
	const [uid, gid] = await Promise.all([idOf("-u", user), idOf("-g", user)]);
	return { user, pass, uid, gid, home };
}

async function idOf(flag: "-u" | "-g", user: string): Promise<number> {
	return Number((await run("id", [flag, user])).stdout);
}
