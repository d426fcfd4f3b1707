/** Seconds: what has failed often is tried once an hour. */
const LONGEST = 3_600;

/** How many seconds a message waits for its next delivery: twice as long after each. @param first after the first one */
export function delayAfter(deliveries: number, first: number): number {
	return Math.min(first * 2 ** (deliveries - 1), LONGEST);
}
