import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chown, open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { type Content, piecesOf } from "./content.ts";

/** Makes a file, and tells its SHA-256. */
export async function makeFile(path: string, content: Content): Promise<string> {
	const hash = createHash("sha256");
	const file = await open(path, "wx", 0o644);
	try {
		for (const piece of piecesOf(content)) {
			hash.update(piece);
			await file.writeFile(piece);
		}
	} finally {
		await file.close();
	}
	return hash.digest("hex");
}

/** The SHA-256 of what a file with this content would have. */
export function hashOfContent(content: Content): string {
	const hash = createHash("sha256");
	for (const piece of piecesOf(content)) hash.update(piece);
	return hash.digest("hex");
}

export async function hashOf(path: string): Promise<string> {
	const hash = createHash("sha256");
	await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
	return hash.digest("hex");
}

/** Gives something to the user whom `example` belongs to, where this one may. */
export async function giveLike(example: string, path: string): Promise<void> {
	if (process.getuid?.() !== 0) return;
	const { uid, gid } = await stat(example);
	await chown(path, uid, gid);
}
