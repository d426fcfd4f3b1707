import { readdirSync, readFileSync } from "node:fs";

/** Watches how much more memory than at the beginning is in use, at the most. */
export function watchMemory(inUse: () => number): { stop(): number } {
	const before = inUse();
	let most = before;
	const look = (): void => {
		most = Math.max(most, inUse());
	};
	const timer = setInterval(look, 20);
	return {
		stop() {
			clearInterval(timer);
			look();
			return most - before;
		},
	};
}

/** What the processes with this name that we started hold, as Linux tells it; 0 elsewhere. */
export function residentBytes(name: string): number {
	let bytes = 0;
	for (const pid of childrenOf(process.pid)) {
		try {
			const status = readFileSync(`/proc/${pid}/status`, "utf8");
			if (/^Name:\s*(.*)$/m.exec(status)?.[1] === name) bytes += Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
		} catch {
			// It has ended since.
		}
	}
	return bytes;
}

function childrenOf(pid: number): string[] {
	try {
		return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
			readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" "),
		);
	} catch {
		return [];
	}
}
