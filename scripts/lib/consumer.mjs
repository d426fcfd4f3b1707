// @ts-check
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "./run.mjs";

/**
 * Uses the unpacked packages in `folder` as a stranger's project would: imports and requires every entry point, with the
 * workspace's Node and with the one that `npm test` was started with, and type-checks their declarations (no `skipLibCheck`) with the types of each runtime.
 *
 * @param {string} folder
 * @param {readonly import("./pack.mjs").Packed[]} packages
 * @returns {Promise<string[]>} what went wrong
 */
export async function tryAsConsumer(folder, packages) {
	const entries = packages.flatMap(({ name, manifest }) =>
		Object.keys(manifest.exports)
			.filter((key) => !key.endsWith(".json"))
			.map((key) => name + key.slice(1)),
	);
	const problems = [];
	// Only workerd has cloudflare:sockets, so no other runtime can load this one; esbuild (the size check) and interop do.
	const loadable = entries.filter((entry) => !entry.includes("workerd"));
	const loaders = { mjs: "(name) => import(name)", cjs: "async (name) => require(name)" };
	for (const [extension, load] of Object.entries(loaders)) {
		const file = join(folder, `use.${extension}`);
		const use = JSON.stringify(new URL("./use-packages.mjs", import.meta.url).href);
		await writeFile(file, `import(${use}).then(({ usePackages }) => usePackages(${load}, ${JSON.stringify(loadable)}));\n`);
		for (const node of new Set([process.execPath, process.env.ISOFTP_NODE ?? process.execPath])) {
			const { ok, output } = await run(node, [file], { quiet: true });
			if (!ok) problems.push(`use.${extension} on ${node}:\n${output}`);
		}
	}
	await linkTypes(folder);
	for (const [types, names] of Object.entries({
		node: loadable,
		"@cloudflare/workers-types": entries.filter((entry) => !entry.includes("node")),
	})) {
		const { ok, output } = await typecheck(folder, types, names);
		if (!ok) problems.push(`types, with ${types}:\n${output}`);
	}
	return problems;
}

/**
 * TypeScript looks for type packages where the project is.
 *
 * @param {string} folder
 */
async function linkTypes(folder) {
	await mkdir(join(folder, "node_modules"), { recursive: true });
	for (const name of ["@types", "@cloudflare"]) {
		await symlink(join(root, "node_modules", name), join(folder, "node_modules", name), "junction");
	}
}

/** @param {string} folder @param {string} types @param {readonly string[]} names */
async function typecheck(folder, types, names) {
	const project = join(folder, types.replace(/\W/g, "-"));
	await mkdir(project);
	const imports = names.map((name, index) => `export * as entry${index} from "${name}";\n`).join("");
	// One file is an ECMAScript module and the other CommonJS, so both sets of declarations are read.
	for (const extension of ["mts", "cts"]) await writeFile(join(project, `use.${extension}`), imports);
	const compilerOptions = {
		target: "es2023",
		// `await using` needs the name Symbol.asyncDispose, which ES2023 does not have yet.
		lib: ["es2023", "esnext.disposable"],
		module: "nodenext",
		types: [types],
		strict: true,
		exactOptionalPropertyTypes: true,
		skipLibCheck: false,
		noEmit: true,
	};
	await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.mts", "use.cts"] }));
	return run("tsc", ["--pretty", "false", "-p", project], { quiet: true });
}
