import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dialectSamples } from "../packages/core/src/listing/dialect-samples.ts";

/** Inputs for a target: its file in `corpus`, a byte each character, and for a dialect of LIST the lines that its tests have. */
export function seedsOf(target: string): Uint8Array[] {
	const file = fileURLToPath(new URL(`./corpus/${target}.json`, import.meta.url));
	const kept: readonly string[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
	const samples = dialectSamples[target] ?? [];
	return [...samples.map((line) => new Uint8Array(Buffer.from(line))), ...kept.map(bytesOf)];
}

/** How an input is kept: as JSON that can be read and compared. */
export function bytesOf(kept: string): Uint8Array {
	return new Uint8Array(Buffer.from(kept, "latin1"));
}
