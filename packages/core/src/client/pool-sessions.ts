import { FTPAbortError } from "../errors/index.ts";
import type { Outlook, SessionFacts } from "../protocol/facts.ts";
import type { Operation } from "../protocol/operation.ts";
import { abortError } from "./driver.ts";
import type { Settings } from "./options.ts";
import { move, runAt, type Trail, wayFrom } from "./pool-place.ts";
import { type Call, isTransfer, SessionKeeper } from "./session-keeper.ts";

/** How long a server that has refused a session is not asked for more than there are. */
const REFUSAL_TIME = 60_000;

interface PoolSession {
	readonly keeper: SessionKeeper;
	state: "opening" | "idle" | "busy";
}

interface Waiting {
	readonly call: Call;
	readonly give: (session: PoolSession) => void;
	readonly dismiss: (reason: unknown) => void;
}

/** A pool from its `connect()` to its `close()`: one line of calls, and the sessions that serve it. */
export class PoolSessions {
	readonly #settings: Settings;
	readonly #size: number;
	readonly #line = new Set<Waiting>();
	/** The newest first: the first in line are served by those that are being opened for them. */
	#sessions: PoolSession[] = [];
	/** Of the session that was opened last. */
	facts: SessionFacts | undefined;
	isClosed = false;
	/** Goodbyes under way. */
	#farewell: Promise<unknown> = Promise.resolve();
	/** The current directory of the pool. */
	#place: Trail = [];
	/** A change of directory is under way: where the calls behind it run is not known yet. */
	#isMoving = false;
	/** How many sessions the server grants, and until when that is believed. */
	#granted: number;
	#grantedUntil = 0;

	constructor(settings: Settings, size: number) {
		this.#settings = settings;
		this.#size = size;
		this.#granted = size;
	}

	/** Opens a session. Without any, the calls that wait for one fail as it does; with others, they go on with those. */
	async open(signal?: AbortSignal, after?: Promise<unknown>): Promise<void> {
		const keeper = new SessionKeeper(this.#settings, () => this.#outlook(session));
		const session: PoolSession = { keeper, state: "opening" };
		this.#sessions.unshift(session);
		try {
			await after;
			if (this.isClosed) throw closed();
			await keeper.connect({ signal });
			// One that the server has ended behind its login is none, or the next would be opened at once, and so on for ever.
			if (keeper.isClosed) throw keeper.closedBy;
			this.facts = keeper.facts;
			session.state = "idle";
		} catch (error) {
			const isFirst = this.#isUnproven && session === this.#sessions.at(-1);
			this.#remove(session);
			if (isFirst) for (const other of this.#sessions) this.#discard(other);
			if (this.#sessions.length > 0) {
				this.#granted = this.#sessions.length;
				this.#grantedUntil = this.#settings.clock.now() + REFUSAL_TIME;
			} else this.#dismiss(error);
			throw error;
		} finally {
			this.#serve();
		}
	}

	/** Runs an operation on a session when its turn has come. */
	async perform<T>(operation: () => Operation<T>, call: Call): Promise<T> {
		const session = await this.#enter(call);
		const { keeper } = session;
		const place = this.#place;
		const inPlace = call.moves ? (): Operation<T> => move(operation) : operation;
		try {
			if (this.isClosed) throw closed();
			const value = await keeper.perform(() => runAt(place, inPlace), call);
			if (call.moves) this.#place = keeper.facts?.trail ?? place;
			return value;
		} finally {
			if (call.moves) this.#isMoving = false;
			void this.#release(session);
		}
	}

	/** Ends all sessions, and sends away the calls that wait. */
	async close(): Promise<void> {
		this.isClosed = true;
		this.#dismiss(closed());
		for (const session of this.#sessions) this.#bidFarewell(session);
		await this.#farewell;
	}

	/** Waits for a session that is the caller's until `#release()`. */
	async #enter(call: Call): Promise<PoolSession> {
		const { signal } = call;
		if (signal?.aborted) throw abortError(signal.reason);
		let abort = (): void => {};
		try {
			return await new Promise<PoolSession>((give, dismiss) => {
				const waiting: Waiting = { call, give, dismiss };
				abort = () => {
					this.#line.delete(waiting);
					dismiss(abortError(signal?.reason));
					this.#serve();
				};
				signal?.addEventListener("abort", abort, { once: true });
				this.#line.add(waiting);
				this.#serve();
			});
		} finally {
			signal?.removeEventListener("abort", abort);
		}
	}

	async #release(session: PoolSession): Promise<void> {
		// Others need not wait until this one has recovered from what was given up.
		this.#serve();
		await session.keeper.idle();
		session.state = "idle";
		this.#serve();
	}

	/** Gives idle sessions to the first in line; opens more when there are none and calls still wait. */
	#serve(): void {
		if (this.isClosed) return;
		for (const session of this.#sessions) if (session.state === "idle" && !this.#isUsable(session)) this.#discard(session);
		while (!this.#isMoving) {
			const [first] = this.#line;
			const session = this.#sessions.find(({ state }) => state === "idle");
			if (!first || !session) break;
			this.#line.delete(first);
			session.state = "busy";
			this.#isMoving = first.call.moves ?? false;
			first.give(session);
		}
		while (this.#wantsMore()) void this.open().catch(() => undefined);
		for (const { keeper } of this.#sessions) keeper.lookAhead();
	}

	#isUsable({ keeper }: PoolSession): boolean {
		return !keeper.isClosed && wayFrom(keeper.facts?.trail, this.#place) !== undefined;
	}

	#wantsMore(): boolean {
		const { length } = this.#sessions;
		const opening = this.#sessions.filter(({ state }) => state === "opening").length;
		const most = this.#settings.clock.now() < this.#grantedUntil ? this.#granted : this.#size;
		return this.#line.size > opening && length < most;
	}

	/** No session has logged in: a wrong password need not be sent more than once. */
	get #isUnproven(): boolean {
		return this.#sessions.every(({ state }) => state === "opening");
	}

	/** What a session that is not idle has to expect: each as much as if it were the next to be idle, but for those before it. */
	#outlook(session: PoolSession): Outlook {
		// The others come as far as the login while the first, which is the last here, tries whether it can succeed.
		if (this.#isUnproven && session !== this.#sessions.at(-1)) return "hold";
		if (this.#line.size === 0 || session.state === "idle") return "nothing";
		let before = this.#sessions.filter(({ state }) => state !== "idle").indexOf(session);
		for (const { call } of this.#line) {
			if (before === 0) return isTransfer(call) ? "transfer" : "something";
			before -= 1;
		}
		return "something";
	}

	#discard(session: PoolSession): void {
		this.#remove(session);
		this.#bidFarewell(session);
	}

	#remove(session: PoolSession): void {
		this.#sessions = this.#sessions.filter((other) => other !== session);
	}

	#bidFarewell({ keeper }: PoolSession): void {
		this.#farewell = Promise.all([this.#farewell, keeper.close()]);
	}

	#dismiss(reason: unknown): void {
		for (const { dismiss } of this.#line) dismiss(reason);
		this.#line.clear();
	}
}

function closed(): FTPAbortError {
	return new FTPAbortError("The pool was closed");
}
