import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { python } from "./programs.ts";

const script: string = fileURLToPath(new URL("usage.py", import.meta.url));

/** What a process took. */
export interface Usage {
	/** Seconds of CPU, user and system together, of the process and the children it waited for. */
	readonly cpu: number;
	readonly user: number;
	readonly system: number;
	/** Seconds from start to end. */
	readonly wall: number;
	/** The most memory it had resident, in bytes. */
	readonly rss: number;
	/** What it wrote to its standard output. */
	readonly output: string;
}

export interface MeasureOptions {
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** Where the standard output goes: "collect" unless told; "drop" for bytes that nobody wants. */
	readonly output?: "collect" | "drop";
	/** Milliseconds; a process that takes longer is ended, and that is an error. Ten minutes unless told. */
	readonly timeout?: number;
}

/**
 * Runs a program and tells what it took. A program that fails is an error that shows what it said.
 *
 * The whole process counts, start-up included: take off what an empty run takes (`withoutStart`).
 */
export async function measure(command: string, args: readonly string[], options: MeasureOptions = {}): Promise<Usage> {
	const { env = {}, cwd, output = "collect", timeout = 600_000 } = options;
	const folder = await mkdtemp(join(tmpdir(), "isoftp-bench-"));
	try {
		const file = join(folder, "usage.json");
		const child = spawn(python(), [script, file, command, ...args], {
			...(cwd === undefined ? {} : { cwd }),
			env: { ...process.env, ...env },
			stdio: ["ignore", output === "drop" ? "ignore" : "pipe", "pipe"],
			// In a process group of its own, so that a run that takes too long can be ended as a whole.
			detached: true,
		});
		let written = "";
		let complaints = "";
		child.stdout?.setEncoding("utf8").on("data", (text: string) => {
			written += text;
		});
		child.stderr?.setEncoding("utf8").on("data", (text: string) => {
			complaints += text;
		});
		const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, "SIGKILL"), timeout);
		await once(child, "close").finally(() => clearTimeout(timer));
		const usage = await readFile(file, "utf8").catch(() => undefined);
		if (usage === undefined) throw new Error(`${command} did not finish within ${timeout} ms. ${complaints}`);
		const { code, wall, user, system, rss } = JSON.parse(usage);
		if (code !== 0) throw new Error(`${[command, ...args].join(" ")} ended with code ${code}: ${complaints}${written}`);
		return { cpu: user + system, user, system, wall, rss, output: written };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** The same for a script of this folder's, on the Node that runs the benchmark. */
export function measureNode(path: string | URL, args: readonly string[] = [], options: MeasureOptions = {}): Promise<Usage> {
	const file = typeof path === "string" ? path : fileURLToPath(path);
	return measure(process.execPath, ["--disable-warning=ExperimentalWarning", file, ...args], options);
}

/** The CPU time without that of an empty run of the same program. Memory stays what it was. */
export function withoutStart(usage: Usage, empty: Usage): Usage {
	const less = (a: number, b: number): number => Math.max(0, a - b);
	return {
		...usage,
		cpu: less(usage.cpu, empty.cpu),
		user: less(usage.user, empty.user),
		system: less(usage.system, empty.system),
		wall: less(usage.wall, empty.wall),
	};
}
