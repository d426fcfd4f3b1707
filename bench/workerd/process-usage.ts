import { readdir, readFile } from "node:fs/promises";

/** What a process of ours has taken so far. */
export interface ProcessUsage {
	/** Seconds of CPU, user and system together. */
	readonly cpu: number;
	/** The most memory it ever had resident, in bytes. */
	readonly peak: number;
}

/** Linux counts in hundredths of a second wherever Node runs. */
const TICKS_PER_SECOND = 100;

/** The usage of this process' children of that name, together; undefined where there is no /proc. */
export async function usageOfChildren(name: string): Promise<ProcessUsage | undefined> {
	const numbers = (await readdir("/proc").catch(() => [])).filter((entry) => /^\d+$/u.test(entry));
	const usages = (await Promise.all(numbers.map((number) => usageOfChild(number, name)))).filter((usage) => usage !== undefined);
	if (usages.length === 0) return undefined;
	return usages.reduce((sum, { cpu, peak }) => ({ cpu: sum.cpu + cpu, peak: sum.peak + peak }));
}

async function usageOfChild(number: string, name: string): Promise<ProcessUsage | undefined> {
	try {
		const stat = await readFile(`/proc/${number}/stat`, "utf8");
		// The name is in brackets, and may have spaces; from behind it the fields are counted.
		const [command = "", rest = ""] = [
			stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")")),
			stat.slice(stat.lastIndexOf(")") + 2),
		];
		const fields = rest.split(" ");
		if (command !== name || Number(fields[1]) !== process.pid) return undefined;
		const status = await readFile(`/proc/${number}/status`, "utf8");
		const peak = Number(/^VmHWM:\s*(\d+) kB$/mu.exec(status)?.[1]) * 1024;
		return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, peak };
	} catch {
		// It has ended since its folder was seen.
		return undefined;
	}
}
