import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onTestFinished } from "vitest";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** `main.ts` in processes of their own, over the sources that the tests run on. */
export interface Program {
	start(command: string, variables: Readonly<Record<string, string>>): Running;
}

export interface Running {
	/** What it has written so far. */
	readonly output: string;
	/** Resolves with the exit code, or the signal that has ended it. */
	readonly ended: Promise<number | string>;
	kill(signal: NodeJS.Signals): void;
}

/** Builds the program into a folder. */
export async function buildProgram(folder: string): Promise<Program> {
	const outfile = join(folder, "main.mjs");
	await build({
		...{ entryPoints: [path("../main.ts")], outfile, bundle: true, platform: "node", format: "esm", target: "node20" },
		...{ tsconfig: path("../../../../tsconfig.json"), logLevel: "silent" },
		// What is CommonJS in there wants it.
		banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
	});
	return { start: (command, variables) => running(spawn(process.execPath, [outfile, command], { env: variables })) };
}

function running(child: ChildProcess): Running {
	let output = "";
	for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
	onTestFinished(() => void child.kill("SIGKILL"));
	return {
		get output() {
			return output;
		},
		ended: once(child, "close").then(([code, signal]) => code ?? signal),
		kill: (signal) => void child.kill(signal),
	};
}
