import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Group } from "./group.ts";

/** The folder of the benchmark. */
export const benchFolder: string = fileURLToPath(new URL("..", import.meta.url));

/** Every folder beside this one that has an `index.ts` is a group. */
export function groupNames(folder: string = benchFolder): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && entry.name !== "lib" && existsSync(join(folder, entry.name, "index.ts")))
		.map((entry) => entry.name)
		.sort();
}

export async function loadGroup(name: string): Promise<Group> {
	const module: { group?: Group } = await import(`../${name}/index.ts`);
	if (module.group === undefined) throw new Error(`bench/${name}/index.ts exports no group`);
	return module.group;
}
