import { FTPNetworkError, FTPReplyError, FTPUsageError } from "../errors/index.ts";
import { messageOf } from "../errors/message-of.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Settings } from "./options.ts";
import type { RetryPlan } from "./retry.ts";
import { tellOf } from "./trace.ts";

/** One attempt at a call. Whoever makes it writes down here what became of it. */
export class Attempt {
	/** 1 for the first. */
	readonly number: number;
	/** Something of the operation may have reached the server. True, unless it is `noted()`. */
	isBegun = true;
	/** Why there can be no other one, in words that follow "It was not tried again: ". */
	whyNot: string | undefined;
	readonly #plan: RetryPlan | undefined;
	readonly #settings: Pick<Settings, "onTrace">;

	constructor(number: number, plan: RetryPlan | undefined, settings: Pick<Settings, "onTrace">) {
		this.number = number;
		this.#plan = plan;
		this.#settings = settings;
	}

	/** An operation that writes down here when it begins: until then it can be made again, whatever it is. */
	noted<T>(operation: () => Operation<T>): () => Operation<T> {
		this.isBegun = false;
		const begin = (): void => {
			this.isBegun = true;
		};
		return function* () {
			begin();
			return yield* operation();
		};
	}

	/**
	 * Gives a session that is no more a successor in the same directory, where calls are tried again, and the caller has not ended it.
	 * @param reason why it is no more
	 * @param trail how its directory is reached; undefined where nobody knows
	 * @param renew opens the new one, and goes there
	 */
	async replace<Trail>(reason: unknown, trail: Trail | undefined, renew: (trail: Trail) => Promise<void>): Promise<void> {
		if (!this.#plan || reason instanceof FTPUsageError) return;
		this.isBegun = false;
		if (trail === undefined) throw this.#stuck("nobody knows the way to its directory", reason);
		if (this.number === 1) {
			tellOf({ type: "retry", attempt: 1, delay: 0, reason: messageOf(reason) }, this.#settings.onTrace);
		}
		try {
			await renew(trail);
		} catch (error) {
			// The caller would take it for the answer to his call.
			const isGone = error instanceof FTPReplyError && error.code >= 500 && /^C(?:WD|DUP)\b/.test(error.command);
			throw isGone ? this.#stuck(`a new one cannot go to its directory: ${error.message}`, error) : error;
		}
	}

	#stuck(why: string, cause: unknown): FTPNetworkError {
		this.whyNot = "only connect() helps";
		return new FTPNetworkError("CONNECTION_LOST", `The session was lost, and ${why}`, { cause });
	}
}
