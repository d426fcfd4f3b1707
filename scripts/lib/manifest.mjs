// @ts-check
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What this project promises of every package beyond what publint and attw know; one line for each broken promise.
 *
 * @param {import("./pack.mjs").Packed} packed
 * @returns {string[]}
 */
export function brokenPromises({ version, folder, manifest }) {
	const problems = [];
	for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundledDependencies"]) {
		for (const [name, range] of Object.entries(manifest[kind] ?? {})) {
			if (!name.startsWith("@isoftp/")) problems.push(`${kind}: ${name} (packages have no runtime dependencies)`);
			// The versions are fixed to each other, and two copies of the core would mean two of every error class.
			else if (range !== version) problems.push(`${kind}: ${name}@${range} instead of exactly ${version}`);
		}
	}
	for (const script of ["preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare"]) {
		if (manifest.scripts?.[script] !== undefined) problems.push(`scripts: ${script} would run at the user's installation`);
	}
	// Whoever installs a release can see which commit it was built from; publishing from anywhere but CI fails.
	if (manifest.publishConfig?.provenance !== true) problems.push("publishConfig.provenance is not true");
	if (manifest.sideEffects !== false) problems.push("sideEffects is not false");
	if (manifest.license !== "MIT") problems.push("license is not MIT");
	for (const name of ["LICENSE", "README.md"]) {
		if (!existsSync(join(folder, name))) problems.push(`${name} is missing`);
	}
	for (const path of globSync("**/*", { cwd: folder })) {
		if (/\.test\.|(^|[\\/])src[\\/]/.test(path)) problems.push(`${path} does not belong into the package`);
		if (
			/\.d\.[cm]?ts$/.test(path) &&
			/(from|import\()\s*["'][^"']*(?<!\.d)\.[cm]?ts["']/.test(readFileSync(join(folder, path), "utf8"))
		) {
			problems.push(`${path} imports a .ts file`);
		}
	}
	return problems;
}
