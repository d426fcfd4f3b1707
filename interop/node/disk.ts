import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chown, mkdir, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Disk } from "../checks/index.ts";

/** The folder of a server's user, seen from the machine the server runs on. What it makes belongs to the folder's owner. */
export function diskAt(root: string): Disk {
	const own = async (path: string | Buffer): Promise<void> => {
		const { uid, gid } = await stat(root);
		if (process.getuid?.() === 0) await chown(path, uid, gid);
	};
	const write = async (name: string, bytes: Uint8Array): Promise<void> => {
		await writeFile(join(root, name), bytes);
		await own(join(root, name));
	};
	const makeFolder = async (name: string): Promise<void> => {
		await mkdir(join(root, name));
		await own(join(root, name));
	};
	return {
		write,
		mkdir: makeFolder,
		async file(name) {
			const path = join(root, name);
			const found = await stat(path).catch(() => undefined);
			if (!found?.isFile()) return undefined;
			const hash = createHash("sha256");
			await pipeline(createReadStream(path), hash);
			return { sha256: hash.digest("hex"), size: found.size };
		},
		async isDirectory(name) {
			return (await stat(join(root, name)).catch(() => undefined))?.isDirectory() ?? false;
		},
		async fill(folder, count) {
			await makeFolder(folder);
			for (let n = 1; n <= count; n++) await write(`${folder}/entry-${String(n).padStart(4, "0")}.txt`, new Uint8Array([n]));
		},
		async writeRaw(folder, name) {
			const path = Buffer.concat([Buffer.from(`${join(root, folder)}/`), Buffer.from(name, "latin1")]);
			await writeFile(path, new Uint8Array(1));
			await own(path);
		},
		async rawNames(folder) {
			const names = await readdir(join(root, folder), { encoding: "buffer" });
			return names.map((name) => name.toString("latin1")).sort();
		},
		touch: (name, modifiedAt) => utimes(join(root, name), modifiedAt, modifiedAt),
	};
}
