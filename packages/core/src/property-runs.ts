// For tests only.

const { process } = globalThis as { readonly process?: { readonly env: Readonly<Record<string, string | undefined>> } };

/**
 * How many cases a property is tried with: so many as make it fast, or what ISOFTP_RUNS says: 100,000 before a release, a handful
 * where thousands of mutants are looked at.
 */
export function runs(usual: number): number {
	return Number(process?.env.ISOFTP_RUNS ?? usual);
}
