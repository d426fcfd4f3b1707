import { chown, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LabServer } from "../../interop/lab/lab.ts";

/** How large each file is: small, so that the round trips are all that counts. */
export const FILE_SIZE = 4096;

/** What stands ready on a server. */
export interface Site {
	/** The folder, as FTP sees it. */
	readonly path: string;
	/** The names of the files in it. */
	readonly names: readonly string[];
}

/** Puts small files on a server; names count up from 001. */
export async function makeSite(server: LabServer, folder: string, count: number): Promise<Site> {
	const disk = join(server.disk, folder);
	const names = Array.from({ length: count }, (_, index) => `${String(index + 1).padStart(3, "0")}.bin`);
	await mkdir(disk, { recursive: true, mode: 0o755 });
	// Whoever owns the server's area may write here too.
	const { uid, gid } = await stat(server.disk);
	await chown(disk, uid, gid);
	for (const name of names) await writeFile(join(disk, name), new Uint8Array(FILE_SIZE), { mode: 0o644 });
	return { path: `${server.path}/${folder}`, names };
}
