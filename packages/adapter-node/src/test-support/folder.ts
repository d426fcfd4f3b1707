import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder, gone when the test is. */
export function folder(): string {
	const path = mkdtempSync(join(tmpdir(), "isoftp-files-"));
	onTestFinished(() => rmSync(path, { recursive: true, force: true }));
	return path;
}

/** Bytes of which no two stretches look the same. */
export function bytes(size: number): Uint8Array {
	const all = new Uint8Array(size);
	for (let index = 0; index < size; index++) all[index] = (index * 7 + (index >> 8)) % 251;
	return all;
}
