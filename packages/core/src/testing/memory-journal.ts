import type { Journal } from "../client/tree/journal.ts";

/** A journal in memory, and its lines. */
export interface MemoryJournal extends Journal {
	/** In the order in which they were added; empty when a run is complete. */
	readonly lines: string[];
}

/** A journal of tree operations in memory: as long as a test keeps it, "interrupted" runs go on from there. */
export function memoryJournal(lines: string[] = []): MemoryJournal {
	return {
		lines,
		read: () => [...lines],
		async append(line) {
			lines.push(line);
		},
		async clear() {
			lines.length = 0;
		},
	};
}
