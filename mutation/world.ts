// The tests and the code they test, loaded into this process.
import { globSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { beginFile, type Test, takeTests } from "./registry.ts";

const registry = new URL("./registry.ts", import.meta.url).href;

/** The tests that judge the mutants of a folder: they need no socket, no clock and no server. */
const JUDGES: Readonly<Record<string, string>> = {
	protocol: "packages/core/src/{protocol,operations,hostile}/**/*.test.ts",
	operations: "packages/core/src/{protocol,operations,hostile}/**/*.test.ts",
	listing: "packages/core/src/{listing,hostile}/**/*.test.ts",
};
/** Megabytes of every shape: it takes longer than all others together. */
const EXCLUDED = "packages/core/src/listing/hostile.test.ts";
/** What a test loads that is about a whole client and its network. */
const WITH_CLIENT = /from "\.\.\/(?:client\/(?:client|test-)|testing\/(?:index|memory))/;

let generation = 0;

/** Node itself reads the TypeScript. The generation in each address makes it load all modules anew when it has changed. */
function followGenerations(sources: string): void {
	registerHooks({
		resolve(specifier, context, next) {
			if (specifier === "vitest" && context.parentURL?.startsWith(sources)) return { url: registry, shortCircuit: true };
			const resolved = next(specifier, context);
			return resolved.url.startsWith(sources) ? { ...resolved, url: `${resolved.url}?${generation}` } : resolved;
		},
	});
}

/** Loads everything, with nothing kept of what was loaded before, and gives the tests. */
export async function loadWorld(folder: string): Promise<Test[]> {
	// Stryker works on a copy of the project, and has entered its folder by now.
	if (generation === 0) followGenerations(pathToFileURL(join(process.cwd(), "packages", sep)).href);
	generation++;
	for (const path of globSync(JUDGES[folder] ?? [], { exclude: [EXCLUDED] }).sort()) {
		if (WITH_CLIENT.test(readFileSync(path, "utf8"))) continue;
		beginFile(path.replaceAll(sep, "/"));
		await import(pathToFileURL(path).href);
	}
	return takeTests();
}
