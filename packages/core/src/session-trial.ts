// For tests only.

import { openAhead } from "./operations/open-data.ts";
import type { Channel } from "./protocol/channel.ts";
import type { Effect } from "./protocol/effect.ts";
import type { Input } from "./protocol/input.ts";
import type { Operation } from "./protocol/operation.ts";
import type { Session } from "./protocol/session.ts";
import type { Outcome, Task } from "./protocol/task.ts";

/** What may happen to a session: a fact, milliseconds that pass, a moment to open the next data connection, or a caller's call. */
export type Happening = Input | number | "prepare" | { readonly type: "called"; readonly operation: () => Operation<unknown> };

/** A control connection, the data connection in use, one opened ahead, and one that is left to end by itself. */
const MOST_CHANNELS = 4;
/** More deadlines than any conversation has, one after the other. */
const MOST_DEADLINES = 60;

interface Call {
	readonly task: Task<unknown>;
	settled: Outcome<unknown> | undefined;
}

/**
 * A session under whatever happens, with no server and no network: what must always hold is looked at after each event.
 * - It never throws.
 * - An operation settles once, and has settled when the session is idle or closed.
 * - When it has closed, nothing is ordered but that everything else be closed, and then nothing at all.
 * - Few connections are open at a time, and no more bytes are held than a reply may have.
 * - When the network falls silent, it comes to an end.
 *
 * It has to be traced, and its texts must be ISO-8859-1, so that a character is a byte.
 */
export class SessionTrial {
	readonly #session: Session;
	readonly #calls: Call[] = [];
	readonly #open = new Set<Channel>();
	#now = 0;
	#isClosed = false;
	/** Bytes that came in, and those that were replies. */
	#received = 0;
	#framed = 0;

	/** @param open the connections that it has already */
	constructor(session: Session, open: readonly Channel[]) {
		this.#session = session;
		for (const channel of open) this.#open.add(channel);
	}

	/** The operations that were begun, in their order. */
	get outcomes(): readonly (Outcome<unknown> | undefined)[] {
		return this.#calls.map(({ settled }) => settled);
	}

	take(happening: Happening): void {
		const session = this.#session;
		if (typeof happening === "number") this.#pass(happening);
		else if (happening === "prepare") session.prepare(openAhead(), this.#now);
		else if (happening.type !== "called") this.#tell(happening);
		else if (session.phase === "idle" || session.phase === "fresh")
			this.#calls.push({ task: session.start(happening.operation(), this.#now), settled: undefined });
		this.#look();
	}

	/** From here the network is silent, and somebody waits for his turn. */
	end(): void {
		this.take({ type: "queued", outlook: "something" });
		for (let round = 0; this.#session.deadline !== undefined; round++) {
			demand(round < MOST_DEADLINES, "it comes to an end");
			this.take(Math.max(0, this.#session.deadline - this.#now));
		}
		demand(["fresh", "idle", "closed"].includes(this.#session.phase), `it has ended, ${this.#session.phase}`);
	}

	#pass(milliseconds: number): void {
		this.#now += milliseconds;
		this.#session.handle({ type: "tick" }, this.#now);
	}

	#tell(input: Input): void {
		if (input.type === "received") this.#received += input.bytes.length;
		this.#session.handle(input, this.#now);
	}

	#look(): void {
		const wasClosed = this.#isClosed;
		for (let effect = this.#session.poll(); effect; effect = this.#session.poll()) {
			demand(!wasClosed, `nothing is ordered after the end, no ${effect.type}`);
			this.#note(effect);
		}
		const { phase } = this.#session;
		if (phase === "closed") this.#isClosed = true;
		demand(!this.#isClosed || phase === "closed", "what has closed stays closed");
		demand(!this.#isClosed || this.#open.size === 0, `closed with ${[...this.#open].join(", ")} open`);
		demand(this.#open.size <= MOST_CHANNELS, `${this.#open.size} connections at once`);
		for (const call of this.#calls) {
			const { outcome } = call.task;
			demand(call.settled === undefined || call.settled === outcome, "an operation settles once");
			call.settled = outcome;
			demand(outcome !== undefined || phase === "running", "an operation has settled when the session goes on without it");
		}
		const { reply, replyLine } = this.#session.facts.options.limits;
		demand(this.#isClosed || this.#received - this.#framed <= reply + replyLine, "no more is held than a reply may have");
	}

	#note(effect: Effect): void {
		if (effect.type === "trace") {
			const { event } = effect;
			if (event.type === "reply" || event.type === "ignored") this.#frame(event.lines);
			return;
		}
		if (effect.type === "close") demand(this.#open.delete(effect.channel), `${effect.channel} is closed once`);
		else demand(!this.#isClosed, `no ${effect.type} after the end`);
		if (effect.type === "connect" || effect.type === "listen") this.#open.add(effect.channel);
		if (effect.type === "send") demand(this.#open.has("control"), "nothing is sent on a connection that is closed");
		if (effect.type === "close" && effect.channel === "control") this.#isClosed = true;
	}

	/** Lines may end with LF alone, or be shown longer than they are: then less was held than is counted. */
	#frame(lines: readonly string[]): void {
		this.#framed += lines.reduce((sum, line) => sum + line.length + 2, 0);
		this.#framed = Math.min(this.#framed, this.#received);
	}
}

function demand(isSo: boolean, what: string): asserts isSo {
	if (!isSo) throw new Error(`It does not hold: ${what}`);
}
