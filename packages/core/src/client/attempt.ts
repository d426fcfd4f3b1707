import { FTPNetworkError, FTPReplyError, FTPUsageError } from "../errors/index.ts";
import { messageOf } from "../errors/message-of.ts";
import type { SessionFacts } from "../protocol/facts.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Settings } from "./options.ts";
import type { RetryPlan } from "./retry.ts";
import { tellOf } from "./trace.ts";

/** A session that can have a successor. */
interface Renewable {
	readonly facts: SessionFacts | undefined;
	/** It has ended by itself. */
	readonly isLost: boolean;
	/** Why it is no more. */
	readonly closedBy: unknown;
	/** Resolves when it can take the next call. */
	idle(): Promise<void>;
	/** Opens the successor, and goes to the directory that this way leads to. */
	renew(trail: SessionFacts["trail"], signal: AbortSignal | undefined): Promise<void>;
}

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

	/** The operation, once the session can take it: one that is no more has got a successor where calls are tried again. */
	async ready<T>(keeper: Renewable, operation: () => Operation<T>, signal: AbortSignal | undefined): Promise<() => Operation<T>> {
		// It may be asking whether the server is still there.
		await either(keeper.idle(), signal);
		if (keeper.isLost) await this.#replace(keeper, signal);
		return this.noted(operation);
	}

	/** Gives a session that is no more a successor in the same directory, where calls are tried again, and the caller has not ended it. */
	async #replace(keeper: Renewable, signal: AbortSignal | undefined): Promise<void> {
		const { closedBy: reason } = keeper;
		const trail = keeper.facts?.trail;
		if (!this.#plan || reason instanceof FTPUsageError) return;
		this.isBegun = false;
		if (trail === undefined) throw this.#stuck("nobody knows the way to its directory", reason);
		if (this.number === 1) {
			tellOf({ type: "retry", attempt: 1, delay: 0, reason: messageOf(reason) }, this.#settings.onTrace);
		}
		try {
			await keeper.renew(trail, signal);
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

/** Resolves when something is done, or the caller does not want to wait for it. */
async function either(done: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	let aborted = (): void => {};
	const stopped = new Promise<void>((resolve) => {
		aborted = resolve;
	});
	signal?.addEventListener("abort", aborted);
	await Promise.race([done, stopped]);
	signal?.removeEventListener("abort", aborted);
}
