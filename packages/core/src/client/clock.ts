/** Where time comes from: the runtime's, or a test's virtual one. */
export interface Clock {
	/** Milliseconds since 1970, as `Date.now()`. */
	now(): number;
	/** Calls `callback` once, at or soon after `now() + delay`; returns what cancels it. */
	after(delay: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	after(delay, callback) {
		const timer = setTimeout(callback, Math.min(delay, 2 ** 31 - 1));
		return () => clearTimeout(timer);
	},
};
