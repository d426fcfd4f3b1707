// @ts-check
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pnpm, root, run } from "./run.mjs";

/**
 * A package as a registry would get it.
 *
 * @typedef {{ name: string, version: string, tarball: string, folder: string, manifest: Record<string, any> }} Packed
 */

/** @param {{ ok: boolean, output: string }} outcome */
function must({ ok, output }) {
	if (!ok) throw new Error(output);
}

/**
 * Packs every package of the workspace and unpacks it to `node_modules` in `folder`, as an installation would.
 *
 * @param {string} folder
 * @returns {Promise<Packed[]>}
 */
export async function packAll(folder) {
	const packed = [];
	for (const directory of await readdir(join(root, "packages"))) {
		const source = join(root, "packages", directory);
		const { name, version } = JSON.parse(await readFile(join(source, "package.json"), "utf8"));
		// pnpm, not npm, because it replaces `workspace:*` by the version.
		must(await pnpm(["pack", "--pack-destination", folder], { cwd: source, quiet: true }));
		const tarball = join(folder, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
		const target = join(folder, "node_modules", name);
		await mkdir(target, { recursive: true });
		must(await run("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"], { quiet: true }));
		const manifest = JSON.parse(await readFile(join(target, "package.json"), "utf8"));
		packed.push({ name, version, tarball, folder: target, manifest });
	}
	return packed;
}
