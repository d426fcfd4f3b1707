import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure } from "../lib/measure.ts";
import type { Target } from "./contenders.ts";
import { FILE_SIZE, type Site } from "./site.ts";

/** Runs a program that fetches all files of a site into an empty folder, and makes sure that it did. Resolves with the seconds. */
async function fetchAll(site: Site, command: string, args: (folder: string) => readonly string[]): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), "isoftp-bench-"));
	try {
		const { wall } = await measure(command, args(folder), { cwd: folder });
		const names = await readdir(folder);
		const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
		if (names.length !== site.names.length || sizes.some((size) => size !== FILE_SIZE)) {
			throw new Error(`${command} has brought ${names.length} of ${site.names.length} files`);
		}
		return wall;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** curl, told all names in one command. */
export function curl(site: Site, { host, port, user, pass }: Target): Promise<number> {
	const names = `[001-${String(site.names.length).padStart(3, "0")}].bin`;
	// An absolute path begins with an encoded slash.
	const url = `ftp://${host}:${port}/%2F${site.path.slice(1)}/${names}`;
	return fetchAll(site, "curl", () => ["--silent", "--show-error", "--user", `${user}:${pass}`, "--remote-name-all", url]);
}

/** lftp with four sessions; it lists the folder first. `isPipelined` switches off the mode in which it awaits every reply. */
export function lftp(site: Site, { host, port, user, pass }: Target, isPipelined: boolean): Promise<number> {
	return fetchAll(site, "lftp", (folder) => {
		const commands = [
			"set ftp:ssl-allow no",
			// With PASV it would dial the address in the reply, which does not lead over the slow network.
			"set ftp:prefer-epsv yes",
			"set cmd:fail-exit yes",
			...(isPipelined ? ["set ftp:sync-mode off"] : []),
			`open -p ${port} -u ${user},${pass} ${host}`,
			`mirror --parallel=4 ${site.path} ${folder}`,
		];
		// Nobody's own settings take part.
		return ["--norc", "-c", commands.join("; ")];
	});
}
