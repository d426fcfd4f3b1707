/** The middle one; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	const upper = sorted[Math.floor(middle)] ?? Number.NaN;
	return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/**
 * Runs all contenders in turn, again and again: what slows the machine down for a while slows all of them down.
 * @returns what each gave, in the order of the rounds
 */
export async function interleave<T>(
	contenders: Readonly<Record<string, () => Promise<T>>>,
	rounds: number,
): Promise<Map<string, T[]>> {
	const outcomes = new Map<string, T[]>(Object.keys(contenders).map((name) => [name, []]));
	for (let round = 0; round < rounds; round++) {
		for (const [name, run] of Object.entries(contenders)) outcomes.get(name)?.push(await run());
	}
	return outcomes;
}
