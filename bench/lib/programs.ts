import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const versions = new Map<string, string | undefined>();

/** The first line that a program says about its version; undefined where it is not installed. */
function ask(program: string): string | undefined {
	if (!versions.has(program)) {
		let answer: string | undefined;
		try {
			answer = /\d+(?:\.\d+)+/.exec(execFileSync(program, ["--version"], { encoding: "utf8", timeout: 10_000 }))?.[0] ?? "?";
		} catch {
			answer = undefined;
		}
		versions.set(program, answer);
	}
	return versions.get(program);
}

export function isInstalled(program: string): boolean {
	return ask(program) !== undefined;
}

/** The distribution's own Python where there is one. It measures processes, and delays packets. */
export function python(): string {
	return existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
}

/** The version of a package that the benchmark depends on. */
function packageVersion(name: string): string {
	const require = createRequire(import.meta.url);
	let folder = dirname(require.resolve(name));
	while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
	return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}

/** The versions of everybody who may take part. */
export function contenders(): Record<string, string> {
	return {
		node: process.version,
		"basic-ftp": packageVersion("basic-ftp"),
		curl: ask("curl") ?? "not installed",
		lftp: ask("lftp") ?? "not installed",
	};
}
