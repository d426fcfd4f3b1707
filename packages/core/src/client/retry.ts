import { checkNames, demand } from "./demand.ts";

/** How often, and after how long, a call that has failed is tried again. */
export interface Retry {
	/**
	 * How many attempts may fail one after the other without getting anywhere; 5 by default. When 64 KiB more than before are where they
	 * belong, the count begins anew.
	 */
	readonly attempts?: number | undefined;
	/** All attempts of one call at the most, however far each of them gets; 1,000 by default. */
	readonly most?: number | undefined;
	/**
	 * Milliseconds to wait before the next attempt. A number is always that. Otherwise the wait grows, and of each a random part of up to a half
	 * is left out, so that many clients do not come back at once.
	 */
	readonly backoff?: number | Backoff | undefined;
}

/** How the waits between attempts grow. All times are in milliseconds. */
export interface Backoff {
	/** The first wait; 1,000 by default. */
	readonly first?: number | undefined;
	/** How many times as long each further one is; 2 by default. */
	readonly factor?: number | undefined;
	/** None is longer; 30,000 by default. */
	readonly longest?: number | undefined;
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

/** A caller's wish, checked and with the defaults. */
export interface RetryPlan {
	readonly attempts: number;
	readonly most: number;
	/** Milliseconds to wait after so many failures in a row. */
	delay(failures: number): number;
}

/** @throws FTPUsageError BAD_ARGUMENT */
export function planOf(retry: Retry | boolean | undefined): RetryPlan | undefined {
	if (retry === undefined || retry === false) return undefined;
	demand(typeof retry === "object" || retry === true, "retry must be true, false, or an object");
	const wanted: Retry = retry === true ? {} : retry;
	checkNames(wanted, { attempts: 0, most: 0, backoff: 0 }, "retry");
	const { attempts = 5, most = 1_000, backoff = {} } = wanted;
	for (const [name, value] of Object.entries({ attempts, most })) {
		demand(Number.isSafeInteger(value) && value > 0, `retry.${name} must be a whole number above 0`);
	}
	return { attempts, most, delay: delayOf(backoff) };
}

function delayOf(backoff: number | Backoff): RetryPlan["delay"] {
	if (typeof backoff === "number") {
		checkTime(backoff, "retry.backoff");
		return () => backoff;
	}
	checkNames(backoff, { first: 0, factor: 0, longest: 0 }, "retry.backoff");
	const { first = 1_000, factor = 2, longest = 30_000 } = backoff;
	checkTime(first, "retry.backoff.first");
	checkTime(longest, "retry.backoff.longest");
	demand(Number.isFinite(factor) && factor >= 1, "retry.backoff.factor must be a number, 1 or more");
	return (failures) => Math.min(first * factor ** (failures - 1), longest) * (1 - Math.random() / 2);
}

function checkTime(value: number, name: string): void {
	demand(Number.isFinite(value) && value >= 0, `${name} must be a number of milliseconds, 0 or more`);
}
