import type { Fault } from "../chaos/fault.ts";
import type { Report } from "./client/task.ts";

/** How figures are written. */

export function mebibytes(bytes: number): string {
	return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** As the limit of memory is counted: millions of bytes. */
export function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(0)} MB`;
}

/** `0.34 MB less` */
export function change(bytes: number): string {
	return `${(Math.abs(bytes) / 1e6).toFixed(2)} MB ${bytes < 0 ? "less" : "more"}`;
}

export function seconds(count: number): string {
	return `${count.toFixed(1)} s`;
}

/** `12 reset, 3 stall` */
export function faultsInWords(faults: readonly Fault[]): string {
	return countsInWords(faults.map(({ action }) => action.type));
}

export function retriesOf({ retries }: Report): number {
	return Object.values(retries).reduce((sum, count) => sum + count, 0);
}

function countsInWords(names: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return [...counts].map(([name, count]) => `${count} ${name}`).join(", ") || "none";
}
