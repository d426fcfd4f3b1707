// @ts-check
// The lock file names packages, versions and hashes, and no place to get them from: whoever installs uses a registry of their own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/run.mjs";

const forbidden = [
	{ pattern: /[a-z+]+:\/\//i, what: "a URL" },
	{ pattern: /\btarball\s*:/, what: "a tarball" },
	{ pattern: /\bregistry\s*:/, what: "a registry" },
	{ pattern: /\.(tgz|tar\.gz)\b/, what: "an archive" },
];

const lines = readFileSync(join(root, "pnpm-lock.yaml"), "utf8").split("\n");
const findings = lines.flatMap((line, index) =>
	// A note of deprecation is its author's prose, and may well name a web page.
	(line.trimStart().startsWith("deprecated:") ? [] : forbidden)
		.filter(({ pattern }) => pattern.test(line))
		.map(({ what }) => `pnpm-lock.yaml:${index + 1}: ${what}: ${line.trim()}`),
);

for (const finding of findings) console.error(finding);
if (findings.length > 0)
	console.error("Run `npx pnpm@10 install` with `lockfileIncludeTarballUrl: false`, as pnpm-workspace.yaml says.");
process.exitCode = findings.length === 0 ? 0 : 1;
