import type { Attempt } from "./attempt.ts";
import { retryOf, withRetries } from "./attempts.ts";
import type { Settings } from "./options.ts";
import type { Call } from "./session-keeper.ts";

/** Tries the calls of one session's keeper again. */
export class Retries {
	readonly #settings: Settings;
	/** A connect() has succeeded: what is lost from then on can be replaced. */
	#isProven = false;
	/** Ends the wait between two attempts. */
	#closing = new AbortController();

	constructor(settings: Settings) {
		this.#settings = settings;
	}

	/** @throws FTPUsageError BAD_ARGUMENT for a wish that makes no sense */
	check(call: Pick<Call, "retry">): void {
		retryOf(this.#settings, call);
	}

	async connect(call: Call, open: () => Promise<void>): Promise<void> {
		this.#isProven = false;
		this.#closing = new AbortController();
		await withRetries(this.#settings, call, open, this.#closing.signal);
		this.#isProven = true;
	}

	async run<T>(call: Call, once: (attempt: Attempt) => Promise<T>): Promise<T> {
		// Who could not log in would send the same password again with each call.
		const wish: Call = this.#isProven ? call : { ...call, retry: false };
		return await withRetries(this.#settings, wish, once, this.#closing.signal);
	}

	close(reason: unknown): void {
		this.#closing.abort(reason);
	}
}
