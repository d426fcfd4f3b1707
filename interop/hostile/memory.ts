import { readdirSync, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Watches how much memory more is in use than when it was least, at the most.
 * @param bound what is above it is measured twice: the second time after `settle`, which gives back what nobody holds
 */
export function watchMemory(
	inUse: () => number,
	bound: number = Number.POSITIVE_INFINITY,
	settle: () => void = () => undefined,
): { stop(): number } {
	let least = inUse();
	let most = 0;
	const look = (): void => {
		let now = inUse();
		least = Math.min(least, now);
		if (now - least > bound) {
			settle();
			now = inUse();
			least = Math.min(least, now);
		}
		most = Math.max(most, now - least);
	};
	const timer = setInterval(look, 20);
	return {
		stop() {
			clearInterval(timer);
			look();
			return most;
		},
	};
}

/** What this process holds, garbage too. The server of a case is in it. */
export function heldHere(): number {
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

let collect: (() => void) | undefined;

/** Makes this process give back what nobody holds any more. */
export function collectGarbage(): void {
	if (!collect) {
		setFlagsFromString("--expose-gc");
		collect = runInNewContext("gc") as () => void;
	}
	collect();
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
