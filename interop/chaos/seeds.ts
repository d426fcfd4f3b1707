const SHARES = 12;

/**
 * Which runs a part of the suite makes: those of continuous integration, unless ISOFTP_CHAOS_SEED names one to be repeated, or ISOFTP_CHAOS_RUNS
 * says how many there are to be from ISOFTP_CHAOS_FIRST on (1 unless told). Then `shares`, of twelve from 0, are this part's.
 */
export function seedsOf(shares: readonly number[], usual: readonly number[]): readonly number[] {
	const { ISOFTP_CHAOS_SEED: one, ISOFTP_CHAOS_RUNS: runs, ISOFTP_CHAOS_FIRST: first = "1" } = process.env;
	if (one !== undefined) return [numberOf(one)];
	if (runs === undefined) return usual;
	const all = Array.from({ length: numberOf(runs) }, (_, index) => numberOf(first) + index);
	return all.filter((_, index) => shares.includes(index % SHARES));
}

function numberOf(text: string): number {
	const number = Number(text);
	if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${text} is no whole number`);
	return number;
}

/** Whole numbers from `first` on. */
export function range(first: number, count: number): number[] {
	return Array.from({ length: count }, (_, index) => first + index);
}
