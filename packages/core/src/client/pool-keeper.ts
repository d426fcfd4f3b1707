import { FTPUsageError } from "../errors/index.ts";
import type { SessionFacts } from "../protocol/facts.ts";
import type { Operation } from "../protocol/operation.ts";
import { checkOptions } from "./arguments.ts";
import { retryOf } from "./attempts.ts";
import type { CallOptions } from "./calls.ts";
import type { Settings } from "./options.ts";
import type { Keeper } from "./performer.ts";
import { PoolSessions } from "./pool-sessions.ts";
import type { Call } from "./session-keeper.ts";

/** How many sessions a pool has. */
export interface PoolCounts {
	/** Those that are logged in. */
	readonly open: number;
	/** Those of them that have something to do. */
	readonly busy: number;
	/** How many there may be now: `size`, or fewer while the server grants no more. */
	readonly most: number;
}

/** Keeps a pool's sessions: nothing before `connect()`, and nothing of the old ones after the next. */
export class PoolKeeper implements Keeper {
	readonly #settings: Settings;
	/** How many sessions there are at the most. */
	readonly size: number;
	readonly #idleTimeout: number;
	#sessions: PoolSessions | undefined;
	#isClosed = false;
	/** The goodbyes that are under way: new sessions begin after them. */
	#farewell: Promise<unknown> = Promise.resolve();

	constructor(settings: Settings, size: number, idleTimeout: number) {
		this.#settings = settings;
		this.size = size;
		this.#idleTimeout = idleTimeout;
	}

	get facts(): SessionFacts | undefined {
		return this.#sessions?.facts;
	}

	get isClosed(): boolean {
		return this.#isClosed;
	}

	get counts(): PoolCounts {
		return this.#sessions && !this.#sessions.isClosed ? this.#sessions.counts : { open: 0, busy: 0, most: this.size };
	}

	async connect(options: CallOptions): Promise<void> {
		retryOf(this.#settings, checkOptions(options));
		if (this.#sessions && !this.#isClosed) throw new FTPUsageError("ALREADY_CONNECTED", "The pool is connected already");
		const sessions = new PoolSessions(this.#settings, this.size, this.#idleTimeout);
		this.#sessions = sessions;
		this.#isClosed = false;
		try {
			await sessions.connect(options, this.#farewell);
		} catch (error) {
			// Unless it was closed and connected anew in the meantime.
			if (this.#sessions === sessions) await this.close();
			throw error;
		}
	}

	async perform<T>(operation: () => Operation<T>, call: Call = {}): Promise<T> {
		checkOptions(call);
		if (this.#isClosed) throw new FTPUsageError("NOT_CONNECTED", "The pool was closed: call connect() to use it again");
		if (!this.#sessions) throw new FTPUsageError("NOT_CONNECTED", "Call connect() first");
		return await this.#sessions.perform(operation, call);
	}

	/** @param wait whether the calls that were made before are served first */
	async close(wait = false): Promise<void> {
		this.#isClosed = true;
		const sessions = this.#sessions;
		const ended = wait ? sessions?.done().then(() => sessions.close()) : sessions?.close();
		this.#farewell = Promise.all([this.#farewell, ended]);
		await this.#farewell;
	}
}
