import type { Format } from "./lines.ts";

/** What one process is measured at. */
export interface Task {
	readonly format: Format;
	readonly count: number;
	/** Where the server is; undefined for a listing that is in memory already, of which only the parsing is measured. */
	readonly port?: number;
}

/** For a script of this folder. */
export function readTask(): Task {
	return JSON.parse(process.argv[2] ?? "{}");
}

/** Whoever left something out would be fast. */
export function mustBe(length: number, last: { name: string; size?: number; modifiedAt?: Date } | undefined, task: Task): void {
	const { count } = task;
	const isRight =
		length === count &&
		last?.name === `file number ${count - 1}.txt` &&
		last.size === (count - 1) * 37 &&
		last.modifiedAt instanceof Date &&
		!Number.isNaN(last.modifiedAt.getTime());
	if (!isRight) throw new Error(`${task.format}: ${length} entries, the last of them ${JSON.stringify(last)}`);
}

/** Runs what is measured, and tells the CPU seconds it took, on the standard output. */
export function timed<T>(work: () => T): T {
	const before = process.cpuUsage();
	const result = work();
	const { user, system } = process.cpuUsage(before);
	console.log((user + system) / 1e6);
	return result;
}
