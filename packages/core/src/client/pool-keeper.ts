import { FTPUsageError } from "../errors/index.ts";
import type { SessionFacts } from "../protocol/facts.ts";
import type { Operation } from "../protocol/operation.ts";
import { checkOptions } from "./arguments.ts";
import type { CallOptions } from "./calls.ts";
import type { Settings } from "./options.ts";
import type { Keeper } from "./performer.ts";
import { PoolSessions } from "./pool-sessions.ts";
import type { Call } from "./session-keeper.ts";

/** Keeps a pool's sessions: nothing before `connect()`, and nothing of the old ones after the next. */
export class PoolKeeper implements Keeper {
	readonly #settings: Settings;
	readonly #size: number;
	#sessions: PoolSessions | undefined;
	#isClosed = false;
	/** The goodbyes that are under way: new sessions begin after them. */
	#farewell: Promise<unknown> = Promise.resolve();

	constructor(settings: Settings, size: number) {
		this.#settings = settings;
		this.#size = size;
	}

	get facts(): SessionFacts | undefined {
		return this.#sessions?.facts;
	}

	get isClosed(): boolean {
		return this.#isClosed;
	}

	async connect(options: CallOptions): Promise<void> {
		const { signal } = checkOptions(options);
		if (this.#sessions && !this.#isClosed) throw new FTPUsageError("ALREADY_CONNECTED", "The pool is connected already");
		const sessions = new PoolSessions(this.#settings, this.#size);
		this.#sessions = sessions;
		this.#isClosed = false;
		try {
			await sessions.open(signal, this.#farewell);
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

	async close(): Promise<void> {
		this.#isClosed = true;
		this.#farewell = Promise.all([this.#farewell, this.#sessions?.close()]);
		await this.#farewell;
	}
}
