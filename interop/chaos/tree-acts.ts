import { type MirrorOptions, mirror } from "@isoftp/core";
import { MemoryFiles, memoryTree } from "@isoftp/core/testing";
import type { Stagehand } from "./acts.ts";
import { bytesOf, difference } from "./random.ts";
import { type Scenario, TREE } from "./scenario.ts";

/** A tree at the server becomes one in memory. Whatever happens, a file that is there is whole. */
export async function treeDown({ scenario, client, folder }: Stagehand): Promise<readonly string[]> {
	const files = new MemoryFiles();
	let failure: { readonly error: unknown } | undefined;
	try {
		await mirror(client, `${folder}/${TREE}`, memoryTree(files), triedAgain(scenario));
	} catch (error) {
		failure = { error };
	}
	const complaints = scenario.tree.flatMap(({ path, seed, size }) => {
		if (!files.exists(`/${path}`)) return failure ? [] : [`${path} was not brought`];
		const wrong = difference(files.read(`/${path}`), bytesOf(seed, size));
		return wrong ? [`What was brought as ${path} is wrong: ${wrong}`] : [];
	});
	if (failure && complaints.length === 0) throw failure.error;
	return complaints;
}

/** A tree in memory becomes one at the server; the other half looks at what is there. */
export async function treeUp({ scenario, client, folder }: Stagehand): Promise<readonly string[]> {
	await mirror(client, memoryTree(filesOf(scenario)), `${folder}/${TREE}`, triedAgain(scenario));
	return [];
}

/** A tree is tried again unless it is told not to be. */
function triedAgain({ retry }: Scenario): MirrorOptions {
	return retry ? {} : { retry: false };
}

function filesOf({ tree }: Scenario): MemoryFiles {
	const files = new MemoryFiles();
	for (const { path, seed, size } of tree) files.write(`/${path}`, bytesOf(seed, size));
	return files;
}
