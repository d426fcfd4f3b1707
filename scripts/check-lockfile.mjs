// @ts-check
// The lock file names packages, versions and hashes, and no place to get them from: whoever installs uses a registry of their own.
// Every package has its hash, so that registry cannot hand over something else, and none comes from a repository or a folder.
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

/** What stands between the line `packages:` and the next one that is not indented. */
const packages = lines.slice(lines.indexOf("packages:") + 1, lines.indexOf("snapshots:"));
const names = packages.flatMap((line) => /^ {2}'?([^\s'].*?)'?:$/.exec(line)?.[1] ?? []);
const hashes = packages.filter((line) => /^ {4}resolution: \{integrity: sha512-[\w+/]+=*\}$/.test(line));
if (names.length === 0) findings.push("pnpm-lock.yaml: no packages");
if (hashes.length !== names.length)
	findings.push(`pnpm-lock.yaml: ${names.length} packages, and ${hashes.length} of them with a hash`);

for (const finding of findings) console.error(finding);
if (findings.length > 0)
	console.error("Run `npx pnpm@10 install` with `lockfileIncludeTarballUrl: false`, as pnpm-workspace.yaml says.");
process.exitCode = findings.length === 0 ? 0 : 1;
