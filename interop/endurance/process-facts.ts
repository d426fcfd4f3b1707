import { readdir, readFile, readlink } from "node:fs/promises";

/** What a process holds, as Linux tells. */
export interface ProcessFacts {
	/** The most memory it ever had resident, in bytes. */
	readonly peak: number;
	readonly resident: number;
	readonly descriptors: number;
	readonly sockets: number;
}

export async function factsOf(pid: number | "self"): Promise<ProcessFacts> {
	const status = await readFile(`/proc/${pid}/status`, "utf8");
	const bytes = (name: string): number => Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, "mu").exec(status)?.[1]) * 1024;
	const names = await readdir(`/proc/${pid}/fd`);
	const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => "")));
	return {
		peak: bytes("VmHWM"),
		resident: bytes("VmRSS"),
		descriptors: names.length,
		sockets: links.filter((link) => link.startsWith("socket:")).length,
	};
}

/** The number of this process' only child of that name. @throws Error where there is none, or more */
export async function childNamed(name: string): Promise<number> {
	const found: number[] = [];
	for (const entry of await readdir("/proc")) {
		if (!/^\d+$/u.test(entry)) continue;
		const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
		const rest = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		const command = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
		if (command === name && Number(rest[1]) === process.pid) found.push(Number(entry));
	}
	const [pid] = found;
	if (pid === undefined || found.length > 1) throw new Error(`There are ${found.length} children called ${name}`);
	return pid;
}
