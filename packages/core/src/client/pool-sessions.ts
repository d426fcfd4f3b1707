import { FTPAbortError, FTPReplyError } from "../errors/index.ts";
import { isNotResumed } from "../operations/not-resumed.ts";
import type { Outlook, SessionFacts } from "../protocol/facts.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Attempt } from "./attempt.ts";
import { retryOf, withRetries } from "./attempts.ts";
import type { CallOptions } from "./calls.ts";
import { abortError } from "./driver.ts";
import type { Settings } from "./options.ts";
import { PoolGrant } from "./pool-grant.ts";
import { Line } from "./pool-line.ts";
import { move, runAt, type Trail, wayFrom } from "./pool-place.ts";
import { type Call, isTransfer, SessionKeeper } from "./session-keeper.ts";
import { isTooMany } from "./worth-retrying.ts";

interface PoolSession {
	readonly keeper: SessionKeeper;
	state: "opening" | "idle" | "busy";
	/** Stops the clock that ends it when it has nothing to do. */
	stopClock?: (() => void) | undefined;
}

/** A call, from when it was made until it has ended, with all its attempts. */
interface Ticket {
	readonly call: Call;
	/** Those that were made earlier have a lower one. */
	readonly number: number;
	/** Where it runs: where the pool was when it first got a session. */
	place?: Trail;
	/** It has been given a fresh session, because the last one had lost its TLS ticket. */
	isCured?: boolean;
	give: (session: PoolSession) => void;
	dismiss: (reason: unknown) => void;
}

/** Sends a call away for good: whoever stood first in line has tried all that there was to try. */
class Dismissal {
	readonly reason: unknown;

	constructor(reason: unknown) {
		this.reason = reason;
	}
}

const nobody = (): void => {};

/** A pool from its `connect()` to its `close()`: one line of calls, and the sessions that serve it. */
export class PoolSessions {
	readonly #settings: Settings;
	readonly #grant: PoolGrant;
	readonly #idleTimeout: number;
	readonly #line = new Line<Ticket>();
	/** The newest first: the first in line are served by those that are being opened for them. */
	#sessions: PoolSession[] = [];
	/** Of the session that was opened last. */
	facts: SessionFacts | undefined;
	readonly #closing = new AbortController();
	/** Goodbyes under way. */
	#farewell: Promise<unknown> = Promise.resolve();
	/** The current directory of the pool. */
	#place: Trail = [];
	/** Changes the directory: where the calls behind it run is not known yet. */
	#mover: Ticket | undefined;
	/** No session can be had: this one tries again after a while, for all that wait. */
	#leader: Ticket | undefined;
	#tickets = 0;
	/** Calls that have not ended. */
	#underWay = 0;
	#whenDone: (() => void)[] = [];

	constructor(settings: Settings, size: number, idleTimeout: number) {
		this.#settings = settings;
		this.#grant = new PoolGrant(settings, size);
		this.#idleTimeout = idleTimeout;
	}

	get isClosed(): boolean {
		return this.#closing.signal.aborted;
	}

	get counts(): { open: number; busy: number; most: number } {
		const open = this.#sessions.filter(({ state, keeper }) => state !== "opening" && !keeper.isClosed);
		const busy = open.filter(({ state }) => state === "busy").length;
		return { open: open.length, busy, most: this.#grant.most };
	}

	/** Opens the first session. */
	async connect({ signal, retry }: CallOptions, after: Promise<unknown>): Promise<void> {
		const leader = this.#newTicket({ signal, retry });
		this.#leader = leader;
		try {
			await withRetries(this.#settings, leader.call, () => this.#open(signal, after), this.#closing.signal);
		} catch (error) {
			this.#dismiss(new Dismissal(error));
			throw error;
		} finally {
			if (this.#leader === leader) this.#leader = undefined;
		}
	}

	/** Runs an operation on a session when its turn has come. */
	async perform<T>(operation: () => Operation<T>, call: Call): Promise<T> {
		const ticket = this.#newTicket(call);
		this.#underWay += 1;
		try {
			const once = (attempt: Attempt): Promise<T> => this.#attempt(attempt.noted(operation), ticket);
			return await withRetries(this.#settings, call, once, this.#closing.signal);
		} catch (error) {
			if (error instanceof Dismissal) throw error.reason;
			// Who stops his call, or has it fail on a session, has not said anything about the others.
			if (this.#leader === ticket && !(error instanceof FTPAbortError)) this.#dismiss(new Dismissal(error));
			throw error;
		} finally {
			if (this.#leader === ticket) this.#leader = undefined;
			if (this.#mover === ticket) this.#mover = undefined;
			this.#serve();
			this.#underWay -= 1;
			if (this.#underWay === 0) for (const resolve of this.#whenDone.splice(0)) resolve();
		}
	}

	/** Resolves when all calls have ended. */
	async done(): Promise<void> {
		if (this.#underWay > 0) await new Promise<void>((resolve) => this.#whenDone.push(resolve));
	}

	/** Ends all sessions, and sends away the calls that wait. */
	async close(): Promise<void> {
		this.#closing.abort(closed());
		this.#dismiss(closed());
		for (const session of this.#sessions) this.#bidFarewell(session);
		await this.#farewell;
	}

	#newTicket(call: Call): Ticket {
		this.#tickets += 1;
		return { call, number: this.#tickets, give: nobody, dismiss: nobody };
	}

	/** Opens a session. Where there is none then, nobody can be served; with others, those go on. */
	async #open(signal?: AbortSignal, after?: Promise<unknown>): Promise<void> {
		const keeper = new SessionKeeper(this.#settings, () => this.#outlook(session));
		const session: PoolSession = { keeper, state: "opening" };
		this.#sessions.unshift(session);
		try {
			await after;
			if (this.isClosed) throw closed();
			await keeper.connect({ signal, retry: false });
			// One that the server has ended behind its login is none, or the next would be opened at once, and so on for ever.
			if (keeper.isClosed) throw keeper.closedBy;
			this.facts = keeper.facts;
			session.state = "idle";
			this.#grant.opened(this.#sessions.filter(({ state }) => state !== "opening").length);
		} catch (error) {
			// One that was given up in the meantime says nothing about the server.
			if (this.#sessions.includes(session)) this.#refused(session, error);
			throw error;
		} finally {
			this.#serve();
		}
	}

	#refused(session: PoolSession, error: unknown): void {
		const isFirst = this.#isUnproven && session === this.#sessions.at(-1);
		this.#remove(session);
		if (isFirst) for (const other of this.#sessions) this.#discard(other);
		const { length } = this.#sessions;
		if (length > 0 || this.facts) this.#grant.refused(length, error);
		if (length > 0) return;
		// Whoever is not to be tried again goes. Of the others the first comes back, and then the rest is served or fails with him.
		for (const ticket of this.#line) if (!retryOf(this.#settings, ticket.call)) this.#sendAway(ticket, error);
		this.#leader ??= this.#line.first;
		if (this.#leader) this.#sendAway(this.#leader, error);
	}

	async #attempt<T>(operation: () => Operation<T>, ticket: Ticket): Promise<T> {
		const session = await this.#enter(ticket);
		const { call, place = [] } = ticket;
		const { keeper } = session;
		const inPlace = call.moves ? (): Operation<T> => move(operation) : operation;
		// Beside others a fresh session is no cure.
		const isBesideOthers = this.#grant.canSteal && !this.#grant.isAlone;
		const once: Call = { ...call, retry: false, ...(isBesideOthers && { repeat: "never" }) };
		try {
			if (this.isClosed) throw closed();
			const value = await keeper.perform(() => runAt(place, inPlace), once);
			if (call.moves) this.#place = keeper.facts?.trail ?? place;
			return value;
		} catch (error) {
			// Ended in the middle of a call: not for having been idle.
			if (keeper.isClosed && isTooMany(error)) this.#grant.refused(this.#sessions.length - 1, error);
			if (!isBesideOthers || !isNotResumed(error) || !isRepeatable(call)) throw error;
			this.#notResumed(session, ticket, error);
		} finally {
			void this.#release(session);
		}
		return await this.#attempt(operation, ticket);
	}

	/**
	 * vsftpd takes the ticket of any session: there it was lost, and another session has one. The others want each session's own, and as
	 * long as there are two, they take each other's.
	 */
	#notResumed(session: PoolSession, ticket: Ticket, error: { readonly cause?: unknown }): void {
		if (!ticket.isCured && error.cause instanceof FTPReplyError && error.cause.code === 522) {
			ticket.isCured = true;
			this.#discard(session);
			return;
		}
		this.#grant.beAlone(error);
		for (const other of this.#sessions) if (other.state === "opening") this.#discard(other);
	}

	/** Waits for a session that is the caller's until `#release()`. */
	async #enter(ticket: Ticket): Promise<PoolSession> {
		const { signal } = ticket.call;
		if (this.isClosed) throw closed();
		if (signal?.aborted) throw abortError(signal.reason);
		let abort = nobody;
		try {
			return await new Promise<PoolSession>((give, dismiss) => {
				Object.assign(ticket, { give, dismiss });
				abort = () => {
					this.#sendAway(ticket, abortError(signal?.reason));
					this.#serve();
				};
				signal?.addEventListener("abort", abort, { once: true });
				this.#line.add(ticket);
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
		for (;;) {
			const { first } = this.#line;
			const session = first && this.#sessionFor(first);
			if (!session) break;
			this.#line.delete(first);
			session.state = "busy";
			session.stopClock?.();
			session.stopClock = undefined;
			first.place ??= this.#place;
			if (first.call.moves) this.#mover = first;
			if (this.#leader === first) this.#leader = undefined;
			first.give(session);
		}
		while (this.#wantsMore()) void this.#open().catch(nobody);
		for (const session of this.#sessions) {
			session.keeper.lookAhead();
			if (session.state === "idle" && this.#idleTimeout < Number.POSITIVE_INFINITY)
				session.stopClock ??= this.#settings.clock.after(this.#idleTimeout, () => this.#endIdle(session));
		}
	}

	#isUsable({ keeper }: PoolSession): boolean {
		const isTooMuch = this.#grant.isAlone && this.#sessions.length > 1;
		return !keeper.isClosed && !isTooMuch && wayFrom(keeper.facts?.trail, this.#place) !== undefined;
	}

	/** One that is idle, and finds the way. One that has begun already is not held up by a change of directory that was made after it. */
	#sessionFor({ place }: Ticket): PoolSession | undefined {
		const isTooEarly = this.#mover && !place;
		if (isTooEarly || (this.#grant.isAlone && this.#sessions.length > 1)) return undefined;
		const idle = this.#sessions.filter(({ state }) => state === "idle");
		const found = idle.find(({ keeper }) => wayFrom(keeper.facts?.trail, place ?? this.#place));
		// A new one begins where all ways begin.
		if (!found && idle[0]) this.#discard(idle[0]);
		return found;
	}

	#wantsMore(): boolean {
		const { length } = this.#sessions;
		// Whoever tries for all that wait is not back yet.
		if (length === 0 && this.#leader && !this.#line.has(this.#leader)) return false;
		const opening = this.#sessions.filter(({ state }) => state === "opening").length;
		return this.#line.size > opening && length < this.#grant.most;
	}

	/** The last one stays, so that the next call need not wait for a login. */
	#endIdle(session: PoolSession): void {
		session.stopClock = undefined;
		const { open } = this.counts;
		if (open < 2 || this.isClosed) return;
		this.#discard(session);
		this.#grant.tell(open - 1, "A session has had nothing to do.");
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

	#bidFarewell({ keeper, stopClock }: PoolSession): void {
		stopClock?.();
		this.#farewell = Promise.all([this.#farewell, keeper.close()]);
	}

	#dismiss(reason: unknown): void {
		for (const ticket of this.#line) this.#sendAway(ticket, reason);
	}

	#sendAway(ticket: Ticket, reason: unknown): void {
		this.#line.delete(ticket);
		ticket.dismiss(reason);
	}
}

/** Whether a call of which the server has refused the data connection can be made again. */
function isRepeatable({ repeat, source }: Call): boolean {
	return repeat !== "never" && (source?.rewind() ?? true);
}

function closed(): FTPAbortError {
	return new FTPAbortError("The pool was closed");
}
