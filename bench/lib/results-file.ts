import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Findings } from "./group.ts";
import { benchFolder } from "./groups.ts";

/** Where the figures are kept, a file for each group. */
const resultsFolder: string = join(benchFolder, "results");

/**
 * Keeps what a run has found. Figures of the group that this run did not take again stay, so that a run of some parts
 * (`--only`) renews only those.
 */
export async function keep(findings: Findings, folder: string = resultsFolder): Promise<Findings> {
	await mkdir(folder, { recursive: true });
	const file = join(folder, `${findings.group}.json`);
	const before = await load(file);
	const identity = (result: Findings["results"][number]): string =>
		JSON.stringify([result.what, result.server, result.contender, result.unit]);
	const merged = new Map((before?.results ?? []).map((result) => [identity(result), result]));
	for (const result of findings.results) merged.set(identity(result), result);
	const all = { ...findings, results: [...merged.values()] };
	await writeFile(file, `${JSON.stringify(all, null, "\t")}\n`);
	return all;
}

async function load(file: string): Promise<Findings | undefined> {
	const text = await readFile(file, "utf8").catch(() => undefined);
	return text === undefined ? undefined : JSON.parse(text);
}

/** The findings of all groups, as last kept. */
export async function loadAll(folder: string = resultsFolder): Promise<Findings[]> {
	const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
	const all = await Promise.all(names.map((name) => load(join(folder, name))));
	return all.filter((findings) => findings !== undefined);
}
