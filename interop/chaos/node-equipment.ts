import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FTPClient, FTPPool } from "@isoftp/adapter-node";
import type { Equipment } from "./actor.ts";

/** Node's clients, and a folder of this machine's disk. */
export async function nodeEquipment(ca: string, folder: string): Promise<Equipment> {
	await mkdir(folder, { recursive: true });
	return {
		newClient: (host, options) => new FTPClient(host, { tls: { ca }, ...options }),
		newPool: (host, options) => new FTPPool(host, { tls: { ca }, ...options }),
		disk: {
			async downloadTo(client, name, path, options) {
				if (!(client instanceof FTPClient)) throw new Error("Only Node's clients know the disk");
				await client.downloadTo(join(folder, name), path, options);
			},
			read: (name) => readFile(join(folder, name)).catch(() => undefined),
			write: (name, bytes) => writeFile(join(folder, name), bytes),
			names: () => readdir(folder),
		},
	};
}
