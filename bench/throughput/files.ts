import { chmod, open } from "node:fs/promises";
import { join } from "node:path";
import type { LabServer } from "../../interop/lab/lab.ts";

const PIECE = 1024 * 1024;

/** A file in the server's folder, with something in it, and in the system's cache: the disk's speed is nobody's merit. */
export async function makeFile(server: LabServer, name: string, size: number): Promise<void> {
	const piece = Uint8Array.from({ length: PIECE }, (_, index) => (index * 31 + (index >> 8) * 7) & 255);
	await make(server, name, async (path) => {
		const file = await open(path, "w");
		for (let left = size; left > 0; left -= PIECE) await file.write(piece, 0, Math.min(left, PIECE));
		await file.close();
	});
}

/** A file of zeros that takes no room on the disk: for what does not depend on what is in it. */
export async function makeHollow(server: LabServer, name: string, size: number): Promise<void> {
	await make(server, name, async (path) => {
		const file = await open(path, "w");
		await file.truncate(size);
		await file.close();
	});
}

async function make(server: LabServer, name: string, write: (path: string) => Promise<void>): Promise<void> {
	const path = join(server.disk, name);
	await write(path);
	await chmod(path, 0o644);
}
