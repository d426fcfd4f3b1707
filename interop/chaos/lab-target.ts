import { chown, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LabServer } from "../lab/lab.ts";
import type { Fault } from "./fault.ts";
import { proxyBefore } from "./proxy-before.ts";
import type { Target } from "./target.ts";

/** A server of the lab behind the proxy, in a folder of its own. One at a time for each server: the proxy has its ports. */
export async function startLabTarget(server: LabServer, plan: readonly Fault[], folder: string): Promise<Target> {
	const disk = join(server.disk, folder);
	await mkdirAs(server.disk, disk);
	const proxy = await proxyBefore(server, plan);
	const before = (await server.log()).length;
	return {
		port: server.port,
		user: server.user,
		pass: server.pass,
		folder: `${server.path}/${folder}`,
		proxy,
		commands: undefined,
		shelf: {
			read: (name) => readFile(join(disk, name)).catch(() => undefined),
			async write(name, bytes) {
				const path = join(disk, name);
				await mkdirAs(server.disk, dirname(path));
				await writeFile(path, bytes);
				await own(server.disk, path);
			},
			async names() {
				const entries = await readdir(disk, { recursive: true, withFileTypes: true });
				const files = entries.filter((entry) => entry.isFile());
				return files.map((entry) => join(entry.parentPath, entry.name).slice(disk.length + 1)).sort();
			},
		},
		quiet: () => proxy.quiet(),
		stop: () => proxy.stop(),
		log: async () => (await server.log()).slice(before),
	};
}

/** Makes a folder, and those above it up to `root`, that belong to the user of the server. */
async function mkdirAs(root: string, path: string): Promise<void> {
	if (path === root || (await stat(path).catch(() => undefined))?.isDirectory()) return;
	await mkdirAs(root, dirname(path));
	await mkdir(path);
	await own(root, path);
}

async function own(root: string, path: string): Promise<void> {
	const { uid, gid } = await stat(root);
	if (process.getuid?.() === 0) await chown(path, uid, gid);
}
