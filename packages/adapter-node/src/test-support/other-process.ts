import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onTestFinished } from "vitest";

const sources = fileURLToPath(new URL("..", import.meta.url));

/** Runs a program in a process of its own, over the sources that the tests run on; it imports them as the tests beside this folder do. */
export async function otherProcess(program: string, args: readonly string[]): Promise<ChildProcessByStdio<null, Readable, null>> {
	const folder = mkdtempSync(join(tmpdir(), "isoftp-program-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const outfile = join(folder, "program.mjs");
	await build({
		stdin: { contents: program, resolveDir: sources, loader: "ts" },
		...{ outfile, bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "silent" },
		tsconfig: fileURLToPath(new URL("../../../../tsconfig.json", import.meta.url)),
	});
	const child = spawn(process.execPath, [outfile, ...args], { stdio: ["ignore", "pipe", "inherit"] });
	onTestFinished(() => void child.kill("SIGKILL"));
	return child;
}
