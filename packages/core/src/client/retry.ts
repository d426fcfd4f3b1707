/** How often, and after how long, a call that has failed is tried again. */
export interface Retry {
	/**
	 * How many attempts may fail one after the other without a byte more being where it belongs; 5 by default. An attempt that got further
	 * begins the count anew.
	 */
	readonly attempts?: number | undefined;
	/** All attempts of one call at the most, however far each of them gets; 1,000 by default. */
	readonly most?: number | undefined;
	/**
	 * Milliseconds to wait before the next attempt: a number is always that; by default 1,000 the first time, then twice as long each time up
	 * to 30,000, each less a random part of up to a half, so that many clients do not come back at once.
	 */
	readonly backoff?: number | Backoff | undefined;
}

export interface Backoff {
	readonly first: number;
	readonly factor: number;
	readonly longest: number;
}

/** What an operation has to do with being tried again. */
export interface Repetition {
	/**
	 * "any", the default: it may run twice, for that changes nothing. "refused": only where the server has said no to it, or it was never begun.
	 * "never": only where it was never begun.
	 */
	readonly repeat?: "any" | "refused" | "never";
	/** Told that an attempt begins: 2 for the second. */
	readonly onAttempt?: (attempt: number) => void;
	/** Bytes of a transfer that are where they belong: more than at the last failure means that something was achieved. */
	readonly moved?: () => number;
	/** Asked when an attempt has failed: why there can be no other one, in words that follow "It was not tried again: "; or nothing. */
	readonly whyNot?: (error: unknown) => string | undefined;
}
