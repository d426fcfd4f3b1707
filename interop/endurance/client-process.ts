import { fork } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Message, Report, Task } from "./client/task.ts";

/** A client at work, in a process of its own: what it takes is its own, and it can be killed. */
export interface ClientProcess {
	/** What came of it. @throws Error where it has failed, was killed, or took too long */
	readonly report: Promise<Report>;
	/** Whether it is over, one way or the other. */
	readonly isOver: boolean;
	/** `kill -9`. Resolves when it is gone. */
	kill(): Promise<void>;
}

/** Starts clients' processes. */
export interface ClientProgram {
	/** @param milliseconds after which it is killed, and has failed */
	start(task: Task, milliseconds: number): ClientProcess;
}

/** The client's program, in one file of plain JavaScript, in this folder: what Node takes to read TypeScript would be measured, too. */
export async function makeClientProgram(folder: string): Promise<ClientProgram> {
	const outfile = join(folder, "client.mjs");
	await build({
		entryPoints: [fileURLToPath(new URL("client/program.ts", import.meta.url))],
		tsconfig: fileURLToPath(new URL("../../tsconfig.json", import.meta.url)),
		...{ outfile, bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "silent" },
	});
	return { start: (task, milliseconds) => start(outfile, task, milliseconds) };
}

function start(program: string, task: Task, milliseconds: number): ClientProcess {
	const child = fork(program, {
		execArgv: task.act === "cycles" ? ["--expose-gc"] : [],
		stdio: ["ignore", "inherit", "inherit", "ipc"],
	});
	let message: Message | undefined;
	let isLate = false;
	let isOver = false;
	const timer = setTimeout(() => {
		isLate = true;
		child.kill("SIGKILL");
	}, milliseconds);
	const exited = new Promise<string>((resolve) => {
		child.once("error", (error) => resolve(String(error)));
		child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
	});
	const report = exited.then((how) => {
		isOver = true;
		clearTimeout(timer);
		if (isLate) throw new Error(`The client did not end within ${milliseconds} ms`);
		if (!message) throw new Error(`The client ended by ${how}, and told nothing`);
		if ("failure" in message) throw new Error(`The client has failed: ${message.failure}`);
		return message.report;
	});
	// Whoever kills it does not ask for it.
	report.catch(() => undefined);
	child.on("message", (told: Message) => {
		message = told;
	});
	child.send(task);
	return {
		report,
		get isOver() {
			return isOver;
		},
		async kill() {
			child.kill("SIGKILL");
			await exited;
		},
	};
}
