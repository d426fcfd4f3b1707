import { FTPNetworkError, FTPProtocolError, FTPReplyError, FTPTimeoutError, FTPUsageError, isNetworks } from "../errors/index.ts";
import { printable } from "../errors/printable.ts";
import { concat } from "./bytes.ts";
import type { Channel } from "./channel.ts";
import { type Command, encodeCommand } from "./command.ts";
import { type Patience, patienceOf, timeoutCodes } from "./deadlines.ts";
import type { Effect, TraceEvent } from "./effect.ts";
import { newFacts, type SessionFacts, type SessionOptions } from "./facts.ts";
import { InFlight } from "./in-flight.ts";
import type { Input } from "./input.ts";
import type { Answer, Operation, Step, Wake } from "./operation.ts";
import { follow, type Phase } from "./phase.ts";
import { type Owed, recover } from "./recover.ts";
import { masked, type Reply } from "./reply.ts";
import { ReplyParser } from "./reply-parser.ts";
import type { Outcome, Running, Task } from "./task.ts";

/** Protocol errors that leave no doubt about where the next reply starts. */
const HARMLESS = new Set(["BAD_VALUE", "LIMIT_EXCEEDED", "WRONG_SIZE"]);

/**
 * One FTP conversation without I/O: facts in by `handle`, orders out by `poll`. No clock, timer, socket, stream or promise.
 * It never throws for what the server did: that is the outcome of the task under way, or the reason why it is closed.
 */
export class Session {
	readonly facts: SessionFacts;
	#phase: Phase = "fresh";
	#task: Running | undefined;
	#closedBy: unknown;
	#contended = false;
	#parser: ReplyParser;
	readonly #inFlight: InFlight;
	readonly #effects: Effect[] = [];
	readonly #open = new Set<Channel>();
	/** Data connections over which a download's bytes still come, and whether any have come. */
	readonly #flowing = new Map<Channel, { hasBytes: boolean }>();
	/** Those among them that are closed as soon as they end. */
	readonly #left = new Set<Channel>();

	constructor(options: SessionOptions) {
		this.facts = newFacts(options);
		this.#parser = new ReplyParser(options.codec, options.limits);
		this.#inFlight = new InFlight(options.limits.preliminaryReplies);
	}

	get phase(): Phase {
		return this.#phase;
	}

	/** Why the session is closed. */
	get closedBy(): unknown {
		return this.#closedBy;
	}

	/** What the running operation waits for, in words. */
	get waitingFor(): string | undefined {
		return this.#task?.wait?.waitingFor;
	}

	/** The next moment at which a `tick` is of use. */
	get deadline(): number | undefined {
		const { deadline, totalDeadline } = this.#task ?? {};
		return deadline === undefined || totalDeadline === undefined
			? (deadline ?? totalDeadline)
			: Math.min(deadline, totalDeadline);
	}

	/** Starts an operation; one at a time, in the phases `fresh` and `idle`. */
	start<T>(operation: Operation<T>, now: number): Task<T> {
		this.#phase = follow(this.#phase, "start");
		this.#contended = false;
		return this.#begin(operation, now) as Task<T>;
	}

	/** The next order; call until `undefined`, and carry each out, before reading from the control connection again. */
	poll(): Effect | undefined {
		return this.#effects.shift();
	}

	handle(input: Input, now: number): void {
		if (this.#phase === "closed") return;
		switch (input.type) {
			case "received":
				this.#receive(input.bytes, now);
				break;
			case "connected":
			case "secured":
			case "ended":
			case "failed":
				this.#happen(input, now);
				break;
			case "progressed":
				this.#progress(input, now);
				break;
			case "contended":
			case "uncontended":
				// Again and again is not more than once: the time of whoever holds the session runs from the first.
				if (this.#contended === (input.type === "contended")) break;
				this.#contended = input.type === "contended";
				if (this.#task?.heldByCaller) this.#setDeadline(this.#task, now);
				break;
			case "aborted":
				// What recovers the session after an abort is not the caller's to abort.
				if (this.#phase === "running") this.#throw(input.error, now);
				break;
			case "tick":
				this.#tick(now);
		}
	}

	/** Ends the session: closes every connection, fails what is running. */
	close(error: unknown, now: number): void {
		if (this.#phase !== "closed") this.#lose(error, now);
	}

	#begin(operation: Operation<unknown>, now: number): Running {
		const total = this.facts.options.timeouts.total;
		const task: Running = {
			generator: operation,
			outcome: undefined,
			wait: undefined,
			deadline: undefined,
			totalDeadline: total === undefined || this.#phase !== "running" ? undefined : now + total,
			total,
			heldByCaller: false,
		};
		this.#task = task;
		this.#advance(task, () => operation.next(), now);
		return task;
	}

	/** Runs the script until it waits or ends. Nothing in here is asynchronous. */
	#advance(task: Running, resume: () => IteratorResult<Step, unknown>, now: number): void {
		task.wait = undefined;
		task.deadline = undefined;
		let outcome: Outcome<unknown>;
		try {
			let result = resume();
			while (!result.done) {
				const step = result.value;
				if (step.type === "wait") {
					task.wait = step;
					this.#setDeadline(task, now);
					return;
				}
				result = this.#answer(task, step);
			}
			outcome = { ok: true, value: result.value };
		} catch (error) {
			outcome = { ok: false, error };
		}
		this.#finish(task, outcome, now);
	}

	#answer(task: Running, step: Exclude<Step, { type: "wait" }>): IteratorResult<Step, unknown> {
		let answer: Answer;
		try {
			answer = this.#carryOut(step);
		} catch (error) {
			return task.generator.throw(error);
		}
		return task.generator.next(answer);
	}

	#carryOut(step: Exclude<Step, { type: "wait" }>): Answer {
		const { options } = this.facts;
		switch (step.type) {
			case "facts":
				return this.facts;
			case "encode":
				return encodeCommand(step.verb, step.args, options.codec, options.limits.commandLine);
			case "command":
				this.#send(step.commands);
				return undefined;
			case "connect":
				this.#open.add(step.channel);
				this.#trace({ type: "connect", channel: step.channel, host: step.host, port: step.port });
				break;
			case "secure":
				if (step.channel === "control") this.#forgetPlainText();
				break;
			case "transfer":
				if (step.direction === "download") this.#flowing.set(step.channel, { hasBytes: false });
				break;
			case "leave":
				if (this.facts.privateData && this.#flowing.has(step.channel)) {
					this.#left.add(step.channel);
					return undefined;
				}
				return this.#carryOut({ type: "close", channel: step.channel });
			case "close":
				this.#flowing.delete(step.channel);
				this.#left.delete(step.channel);
				if (!this.#open.delete(step.channel)) return undefined;
				this.#trace({ type: "closed", channel: step.channel });
		}
		this.#effects.push(step);
		return undefined;
	}

	#send(commands: readonly Command[]): void {
		if (this.#phase === "closed") throw this.#closedBy;
		if (!this.#open.has("control")) throw new FTPUsageError("NOT_CONNECTED", "There is no control connection to send this on");
		for (const command of commands) {
			this.#inFlight.add(command);
			if (command.bytes.length > 0) this.#trace({ type: "command", line: command.shown });
		}
		const bytes = concat(commands.map((command) => command.bytes));
		if (bytes.length > 0) this.#effects.push({ type: "send", bytes });
	}

	/** Nothing that came before TLS may be taken for something that came through it (RFC 4217, 10; CVE-2011-0411). */
	#forgetPlainText(): void {
		if (this.#parser.hasPending) {
			throw new FTPProtocolError("BYTES_BEFORE_TLS", "the TLS handshake after the reply to AUTH", "more plain text");
		}
		this.#parser = new ReplyParser(this.facts.options.codec, this.facts.options.limits);
		this.facts.features.clear();
	}

	#receive(bytes: Uint8Array, now: number): void {
		try {
			this.#parser.push(bytes);
			// One at a time: the script may close the session or start TLS in between.
			while (this.#phase !== "closed") {
				const reply = this.#parser.next();
				if (!reply) return;
				this.#replied(reply, now);
			}
		} catch (error) {
			this.#lose(error, now);
		}
	}

	#replied(said: Reply, now: number): void {
		const reply = masked(said, this.#inFlight.first);
		if (reply.code === 421) {
			// The server ends the session, in answer to anything or to nothing (RFC 959, 5.4).
			this.#trace({ type: "reply", code: reply.code, lines: reply.lines });
			this.#lose(new FTPReplyError(this.#inFlight.first?.shown ?? "", reply), now);
			return;
		}
		const command = this.#inFlight.answer(reply);
		this.#trace({ type: command ? "reply" : "ignored", code: reply.code, lines: reply.lines });
		if (command) this.#wake({ type: "reply", reply, command }, now);
		else if (!this.#inFlight.isEcho(reply)) {
			throw new FTPProtocolError("UNEXPECTED_REPLY", "silence while no command was under way", `${reply.code} ${reply.text}`);
		}
	}

	#happen(input: Exclude<Wake, { type: "reply" | "moved" }>, now: number): void {
		// A fact about a channel that is closed already, or was never opened, is late news.
		if (!this.#open.has(input.channel)) return;
		if (input.type === "failed") {
			this.#trace({ type: "failed", channel: input.channel, reason: String(input.cause) });
		} else if (input.type === "ended") {
			this.#trace({ type: "ended", channel: input.channel, byteCount: input.byteCount });
		} else {
			this.#trace({ type: input.type, channel: input.channel });
		}
		if (input.channel === "control" && (input.type === "failed" || input.type === "ended")) {
			// vsftpd hangs up on whoever goes on after "session reuse required".
			this.#lose(this.facts.refusedResumption ?? (input.type === "failed" ? input.cause : this.#hungUp()), now);
			return;
		}
		// After the caller has had enough, or failed, the bytes still come.
		if (input.type === "ended" ? !input.early : input.type === "failed" && isNetworks(input.cause))
			this.#flowing.delete(input.channel);
		if (this.#task && (input.type === "ended" || input.type === "failed")) this.#task.heldByCaller = false;
		this.#wake(input, now);
		if (this.#left.has(input.channel) && !this.#flowing.has(input.channel))
			this.#carryOut({ type: "close", channel: input.channel });
	}

	#hungUp(): FTPNetworkError {
		const what = this.waitingFor === undefined ? "while it was idle" : `instead of sending ${this.waitingFor}`;
		return new FTPNetworkError("CONNECTION_LOST", `The server closed the control connection ${printable(what)}`);
	}

	#progress(input: Extract<Input, { type: "progressed" }>, now: number): void {
		const task = this.#task;
		if (!task || !this.#open.has(input.channel)) return;
		task.heldByCaller = input.waitingOn === "caller";
		const flow = this.#flowing.get(input.channel);
		if (flow && !flow.hasBytes) {
			flow.hasBytes = true;
			this.#wake({ type: "moved", channel: input.channel }, now);
		} else if (task.wait?.patience === "stall") this.#setDeadline(task, now);
	}

	/** A caller may take as long as he likes over his bytes, unless somebody waits behind him. */
	#setDeadline(task: Running, now: number): void {
		const patience: Patience | undefined = task.wait?.patience;
		const waits = patience !== undefined && !(patience === "stall" && task.heldByCaller && !this.#contended);
		task.deadline = waits ? now + patienceOf(this.facts.options.timeouts, patience) : undefined;
	}

	#tick(now: number): void {
		const task = this.#task;
		if (!task?.wait) return;
		const { waitingFor, patience } = task.wait;
		if (task.totalDeadline !== undefined && now >= task.totalDeadline) {
			const total = task.total ?? 0;
			task.totalDeadline = undefined;
			this.#throw(new FTPTimeoutError(timeoutCodes.total, `the whole operation, at ${waitingFor}`, total), now);
		} else if (task.deadline !== undefined && now >= task.deadline) {
			const milliseconds = patienceOf(this.facts.options.timeouts, patience);
			if (patience === "stall" && task.heldByCaller) {
				const error = new FTPTimeoutError(
					"STALL_TIMEOUT",
					"the caller to go on with the stream, while others wait",
					milliseconds,
				);
				this.#throw(error, now);
				return;
			}
			const code = timeoutCodes[patience === "grace" ? "reply" : patience];
			const error = new FTPTimeoutError(code, waitingFor, milliseconds);
			// A reply that comes too late would be taken for the answer to the next command.
			if (patience === "reply") this.#lose(error, now);
			else this.#throw(error, now);
		}
	}

	#wake(wake: Wake, now: number): void {
		const task = this.#task;
		if (task?.wait) this.#advance(task, () => task.generator.next(wake), now);
	}

	#throw(error: unknown, now: number): void {
		const task = this.#task;
		if (task?.wait) this.#advance(task, () => task.generator.throw(error), now);
	}

	#finish(task: Running, outcome: Outcome<unknown>, now: number): void {
		const isClosed = this.#phase === "closed";
		// Once the session is lost, the reason of that is the reason of everything that fails.
		task.outcome = isClosed && !outcome.ok ? { ok: false, error: this.#closedBy } : outcome;
		if (this.#task === task) this.#task = undefined;
		if (isClosed) return;
		if (!this.#open.has("control")) {
			this.#lose(outcome.ok ? new FTPUsageError("NOT_CONNECTED", "The session was ended with QUIT") : outcome.error, now);
		} else if (!outcome.ok && outcome.error instanceof FTPProtocolError && !HARMLESS.has(outcome.error.code)) {
			this.#lose(outcome.error, now);
		} else if (this.#phase === "recovering") {
			if (outcome.ok) this.#phase = follow(this.#phase, "recover");
			else this.#lose(outcome.error, now);
		} else if (this.#inFlight.first || this.#flowing.size > 0) {
			this.#phase = follow(this.#phase, "abandon");
			const owed: Owed = {
				first: () => this.#inFlight.first,
				settle: (command) => this.#inFlight.forget(command),
				channel: () => this.#flowing.keys().next().value,
			};
			this.#begin(recover(owed), now);
		} else {
			this.#phase = follow(this.#phase, "finish");
		}
	}

	/** The end: whatever runs is told why, so that it can let go of what it holds, and every connection is closed. */
	#lose(error: unknown, now: number): void {
		this.#phase = follow(this.#phase, "lose");
		this.#closedBy = error;
		this.#inFlight.clear();
		const channels = [...this.#open];
		this.#open.clear();
		this.#flowing.clear();
		this.#left.clear();
		for (const channel of channels) {
			this.#trace({ type: "closed", channel });
			this.#effects.push({ type: "close", channel });
		}
		const task = this.#task;
		if (task?.wait) this.#throw(error, now);
		// A script that waits again after the end waits for nothing.
		if (task && !task.outcome) task.outcome = { ok: false, error };
		this.#task = undefined;
	}

	#trace(event: TraceEvent): void {
		if (this.facts.options.trace) this.#effects.push({ type: "trace", event });
	}
}
