// For tests only.

const { process } = globalThis as { readonly process?: { readonly env: Readonly<Record<string, string | undefined>> } };

const wanted = process?.env.ISOFTP_RUNS;

/**
 * How many cases a property is tried with: so many as make it fast, or what ISOFTP_RUNS says: 100,000 before a release, a handful
 * where thousands of mutants are looked at.
 */
export function runs(usual: number): number {
	return Number(wanted ?? usual);
}

/** How many milliseconds all of them may take. Whoever says how many there are waits for as long as they take. */
export function timeFor(usual: number): number {
	return wanted === undefined ? usual : 0;
}
