import { FTPProtocolError, FTPReplyError, FTPUsageError } from "../errors/index.ts";
import { Ahead } from "./ahead.ts";
import { concat } from "./bytes.ts";
import type { Channel } from "./channel.ts";
import { Channels } from "./channels.ts";
import { type Command, encodeCommand } from "./command.ts";
import { earliest } from "./deadlines.ts";
import type { Effect, TraceEvent } from "./effect.ts";
import { type Fact, hungUp, traceOf } from "./fact.ts";
import { newFacts, type SessionFacts, type SessionOptions } from "./facts.ts";
import { InFlight } from "./in-flight.ts";
import type { Input } from "./input.ts";
import type { KeepAlive } from "./keep-alive.ts";
import type { Answer, Operation, Wake } from "./operation.ts";
import { isOutOfStep } from "./out-of-step.ts";
import { follow, type Phase } from "./phase.ts";
import { recover } from "./recover.ts";
import type { Reply } from "./reply.ts";
import { ReplyParser } from "./reply-parser.ts";
import { type Order, Script } from "./script.ts";
import { Secrets, shown } from "./secrets.ts";
import type { Task } from "./task.ts";

/**
 * One FTP conversation without I/O: facts in by `handle`, orders out by `poll`. No clock, timer, socket, stream or promise.
 * It never throws for what the server did: that is the outcome of the task under way, or the reason why it is closed.
 */
export class Session {
	readonly facts: SessionFacts;
	#phase: Phase = "fresh";
	#now = 0;
	#task: Script | undefined;
	#closedBy: unknown;
	/** A 421 that may have meant the session. */
	#farewell: unknown;
	/** The server has ended the control connection, and a download's bytes still come. */
	#isCutOff = false;
	readonly #parser: ReplyParser;
	readonly #inFlight: InFlight;
	readonly #effects: Effect[] = [];
	readonly #channels = new Channels();
	/** Opens the next data connection, or has opened it. */
	readonly #ahead = new Ahead();
	readonly #secrets: Secrets;
	readonly #alive: KeepAlive | undefined;

	constructor(options: SessionOptions) {
		this.facts = newFacts(options);
		this.#inFlight = new InFlight(options.limits.preliminaryReplies);
		this.#secrets = new Secrets(options.codec);
		this.#alive = options.keepAlive?.(this.facts);
		this.#parser = new ReplyParser(options.codec, options.limits, (line) => this.#secrets.masked(line));
	}

	get phase(): Phase {
		return this.#phase;
	}

	/** Why the session is closed. */
	get closedBy(): unknown {
		return this.#closedBy;
	}

	/** The next moment at which a `tick` is of use. */
	get deadline(): number | undefined {
		return earliest(this.#task?.deadline, this.#task?.totalDeadline, this.#ahead.script?.deadline, this.#dueAlive);
	}

	/** Starts an operation; one at a time, in the phases `fresh` and `idle`. */
	start<T>(operation: Operation<T>, now: number): Task<T> {
		this.#now = now;
		this.#phase = follow(this.#phase, "start");
		return this.#begin(operation) as Task<T>;
	}

	/** Begins to open the next data connection beside the operation under way, if this is a moment for it. */
	prepare(operation: Operation<Channel>, now: number): void {
		this.#now = now;
		// What has not begun to wait has not said its command yet.
		if (this.#phase === "running" && this.#task?.wait) this.#fork(operation);
	}

	/** The next order; call until `undefined`, and carry each out, before reading from the control connection again. */
	poll(): Effect | undefined {
		return this.#effects.shift();
	}

	handle(input: Input, now: number): void {
		if (this.#phase === "closed") return;
		this.#now = now;
		switch (input.type) {
			case "received":
				this.#receive(input.bytes);
				break;
			case "progressed":
				this.#progress(input);
				break;
			case "queued": {
				// Again and again is not more than once: the time of whoever holds the session runs from the first.
				const before = this.facts.outlook;
				this.facts.outlook = input.outlook;
				if ((before === "nothing") !== (input.outlook === "nothing") && this.#task?.heldByCaller) this.#setDeadline(this.#task);
				if (!this.#ahead.script && this.#task?.wait?.patience === "ahead") this.#wake(this.#task, { type: "prepared" });
				break;
			}
			case "aborted":
				// What recovers the session after an abort is not the caller's to abort.
				if (this.#phase === "running") this.#wake(this.#task, undefined, input);
				break;
			case "tick":
				for (const script of [this.#task, this.#ahead.script]) this.#tick(script);
				if (this.#alive && this.#now >= (this.#dueAlive ?? Number.POSITIVE_INFINITY)) this.#keepAlive(this.#alive);
				break;
			default:
				this.#happen(input);
		}
	}

	/** Ends the session: closes every connection, fails what is running. */
	close(error: unknown, now: number): void {
		this.#now = now;
		if (this.#phase !== "closed") this.#lose(error);
	}

	/** When something is to be said, lest the control connection be forgotten. */
	get #dueAlive(): number | undefined {
		return this.#isCutOff ? undefined : this.#alive?.due(this.#phase, this.#task?.wait);
	}

	#keepAlive(alive: KeepAlive): void {
		if (this.#phase === "idle") {
			this.#phase = follow(this.#phase, "check");
			this.#begin(alive.check());
		} else this.#send([alive.beside(this.#inFlight.first, this.#now)], undefined);
	}

	#begin(operation: Operation<unknown>): Script {
		const script = new Script(operation, this.#carryOut.bind(this));
		const { total } = this.facts.options.timeouts;
		if (total !== undefined) script.totalDeadline = this.#now + total;
		this.#task = script;
		this.#wake(script, undefined);
		return script;
	}

	#fork(operation: Operation<Channel>): void {
		if (this.#alive?.isOwed || !this.#ahead.mayBegin(this.facts.options)) return;
		const script = new Script(operation, this.#carryOut.bind(this));
		this.#ahead.begin(script);
		this.#wake(script, undefined);
	}

	/** Hands over what was opened ahead, once it is known what became of it. */
	#join(): Task<Channel> | undefined {
		if (this.#ahead.isStale(this.#now)) this.#dropAhead();
		const { script } = this.#ahead;
		return (script?.outcome ? this.#ahead.take() : script) as Task<Channel> | undefined;
	}

	/** Gives up what was opened ahead. A reply that is still owed to it is taken in like any other. */
	#dropAhead(): void {
		const ahead = this.#ahead.take();
		if (!ahead) return;
		ahead.cancel();
		this.#inFlight.expectStray();
		for (const owned of ahead.owned) if (typeof owned === "string") this.#carryOut({ type: "close", channel: owned });
	}

	#carryOut(step: Order, script?: Script): Answer {
		const { options } = this.facts;
		switch (step.type) {
			case "facts":
				return this.facts;
			case "fork":
				this.#fork(step.operation);
				return undefined;
			case "join":
				return this.#join();
			case "encode": {
				const { codec, limits, profile } = options;
				const command = encodeCommand(step.verb, step.args, codec, limits.commandLine, profile.isTelnet);
				this.#secrets.add(command);
				return command;
			}
			case "command":
				this.#send(step.commands, script);
				return undefined;
			case "connect":
				script?.owned.add(step.channel);
				this.#trace({ type: "connect", channel: step.channel, host: step.host, port: step.port });
				break;
			case "secure":
				if (step.channel !== "control") break;
				this.#parser.endPlainText();
				this.facts.features.clear();
				break;
			case "leave":
				if (this.facts.privateData && this.#channels.leave(step.channel)) return undefined;
				return this.#carryOut({ type: "close", channel: step.channel });
			case "close":
				if (!this.#channels.close(step.channel)) return undefined;
				this.#trace({ type: "closed", channel: step.channel });
		}
		this.#channels.ordered(step, this.facts.privateData);
		this.#effects.push(step);
		return undefined;
	}

	#send(commands: readonly Command[], script: Script | undefined): void {
		if (this.#phase === "closed") throw this.#closedBy;
		if (this.#isCutOff) throw hungUp({ waitingFor: `the reply to ${commands[0]?.shown}` });
		if (!this.#channels.isOpen("control"))
			throw new FTPUsageError("NOT_CONNECTED", "There is no control connection to send this on");
		for (const command of commands) {
			this.#inFlight.add(command);
			script?.owned.add(command);
			this.#ahead.said(command);
			this.#alive?.said(command, this.#now);
			if (command.bytes.length > 0) this.#trace({ type: "command", line: command.shown });
			this.#secrets.add(command);
		}
		const bytes = concat(commands.map((command) => command.bytes));
		if (bytes.length > 0) this.#effects.push({ type: "send", bytes });
	}

	#receive(bytes: Uint8Array): void {
		try {
			this.#parser.push(bytes);
			// One at a time: the script may close the session or start TLS in between.
			while (this.#phase !== "closed") {
				const reply = this.#parser.next();
				if (!reply) return;
				this.#replied(reply);
			}
		} catch (error) {
			this.#lose(error);
		}
	}

	#replied(said: Reply): void {
		const { first, hasStray } = this.#inFlight;
		this.#secrets.hideIn(said);
		const { code, text, lines } = shown(said);
		// Whoever sends a secret himself has no use for it in the answer.
		const reply = first?.secret ? shown(said) : said;
		if (reply.code === 421) {
			// The server ends the session, in answer to anything or to nothing (RFC 959, 5.4).
			this.#trace({ type: "reply", code, lines });
			this.#farewell = new FTPReplyError(first?.shown ?? "", reply);
			// Or only a data connection that is not in use: pyftpdlib says so, and goes on. Who means the session hangs up.
			if (first || !(this.#ahead.script?.outcome || hasStray)) this.#lose(this.#farewell);
			else this.#dropAhead();
			return;
		}
		const mayRepeat = this.#inFlight.isEcho(reply);
		const command = this.#inFlight.answer(reply);
		this.#trace({ type: command ? "reply" : "ignored", code, lines });
		if (command) {
			this.#farewell = undefined;
			// A sign of life is no byte: it does not put off a stall.
			if (this.#alive?.heard(this.#phase, command, reply, this.#now) && this.#task?.wait?.isMoving) return;
			// What was sent behind others has its time from the last reply to them.
			const ahead = this.#ahead.script;
			if (ahead?.wait?.patience === "reply") this.#setDeadline(ahead);
			this.#wake(this.#ownerOf(command), { type: "reply", reply, command, mayRepeat });
		} else if (!this.#inFlight.isEcho(reply)) {
			throw new FTPProtocolError("UNEXPECTED_REPLY", "silence while no command was under way", `${code} ${text}`);
		}
	}

	#ownerOf(what: Command | Channel): Script | undefined {
		const { script } = this.#ahead;
		return script?.owned.has(what) ? script : this.#task;
	}

	#happen(input: Fact): void {
		const { type, channel } = input;
		// A fact about a channel that is closed already, or was never opened, is late news.
		if (!this.#channels.isOpen(channel)) return;
		this.#trace(traceOf(input));
		const isOver = type === "ended" || type === "failed";
		if (channel === "control" && isOver) {
			// A file that is on its way is taken first: its 226 may have come already. Who still waits for a reply waits in vain.
			const isOnItsWay = this.#channels.isWanted && this.#task?.wait?.patience !== "reply";
			this.#isCutOff = type === "ended" && this.#phase === "running" && isOnItsWay;
			if (!this.#isCutOff) this.#hangUp(type === "failed" ? input.cause : undefined);
			return;
		}
		if (type === "connected" && this.#channels.isLeft(channel)) {
			this.#carryOut({ type: "secure", channel, serverName: this.facts.options.host });
		}
		this.#channels.happened(input);
		// Nobody wants what comes now, but it is taken, up to the end that ABOR brings.
		if (type === "secured" && this.#channels.isLeft(channel)) this.#carryOut({ type: "transfer", channel, direction: "rest" });
		const owner = this.#ownerOf(channel);
		if (owner && isOver) owner.heldByCaller = false;
		this.#wake(owner, input);
		if (this.#channels.isDone(channel)) this.#carryOut({ type: "close", channel });
		if (this.#isCutOff && !this.#channels.isWanted) this.#hangUp();
	}

	/** The control connection is no more. vsftpd hangs up on whoever goes on after "session reuse required", others after a wrong password. */
	#hangUp(cause?: unknown): void {
		if (this.#phase !== "closed") this.#lose(this.facts.lossReason ?? this.#farewell ?? cause ?? hungUp(this.#task?.wait));
	}

	#progress({ channel, waitingOn }: Extract<Input, { type: "progressed" }>): void {
		const task = this.#task;
		if (!task || !this.#channels.isOpen(channel)) return;
		task.heldByCaller = waitingOn === "caller";
		if (waitingOn === "server") this.#wake(task, { type: "sent", channel });
		else if (this.#channels.move(channel)) this.#wake(task, { type: "moved", channel });
		else if (task.wait?.patience === "stall") this.#setDeadline(task);
	}

	#setDeadline(script: Script): void {
		script.setDeadline(this.#now, this.facts.options.timeouts, this.facts.outlook !== "nothing");
	}

	#tick(script: Script | undefined): void {
		const patience = script?.wait?.patience;
		const error = script?.timeout(this.#now, this.facts.options.timeouts);
		// A reply that comes too late would be taken for the answer to the next command.
		const isLate = error?.code === "REPLY_TIMEOUT" && patience === "reply";
		// Nor may each reply that is owed come at the last moment, for as long as the server likes.
		if (isLate || (error?.code === "TOTAL_TIMEOUT" && this.#phase === "recovering")) this.#lose(error);
		else if (error && error.code !== "TOTAL_TIMEOUT" && this.#isCutOff) this.#hangUp();
		else if (error) this.#wake(script, undefined, { error });
	}

	/** Lets a script go on that waits. */
	#wake(script: Script | undefined, wake: Wake | undefined, failure?: { readonly error: unknown }): void {
		if (!script?.wait) return;
		script.resume(wake, failure);
		if (!script.outcome) this.#setDeadline(script);
		else if (script === this.#task) this.#finish(script);
		else if (script === this.#ahead.script) this.#prepared(script);
	}

	#prepared({ outcome }: Script): void {
		this.#ahead.prepared(this.#now);
		if (outcome?.ok === false && isOutOfStep(outcome.error)) this.#lose(outcome.error);
		else if (this.#task?.wait?.patience === "ahead") this.#wake(this.#task, { type: "prepared" });
	}

	#finish(task: Script): void {
		this.#task = undefined;
		const { outcome } = task;
		this.#alive?.ended(this.#phase, this.#closedBy ?? (outcome?.ok === false ? outcome.error : undefined), this.#now);
		if (this.#phase === "closed" || !outcome) {
			// Once the session is lost, the reason of that is the reason of everything that fails.
			if (!outcome?.ok) task.outcome = { ok: false, error: this.#closedBy };
		} else if (this.#isCutOff) {
			this.#hangUp();
		} else if (!this.#channels.isOpen("control")) {
			this.#lose(outcome.ok ? new FTPUsageError("NOT_CONNECTED", "The session was ended with QUIT") : outcome.error);
		} else if (!outcome.ok && (this.#phase === "recovering" || isOutOfStep(outcome.error))) {
			this.#lose(outcome.error);
		} else if (this.#phase === "recovering") {
			this.#phase = follow(this.#phase, "recover");
		} else if (this.#inFlight.firstBeside(this.#ahead.script?.owned) || this.#channels.flowing) {
			this.#phase = follow(this.#phase, "abandon");
			// ABOR may close what was opened ahead, and its reply would be one more to tell from the others.
			this.#dropAhead();
			this.#begin(recover(this.#inFlight, this.#channels));
		} else {
			this.#phase = follow(this.#phase, "finish");
		}
	}

	/** The end: whatever runs is told why, so that it can let go of what it holds, and every connection is closed. */
	#lose(error: unknown): void {
		this.#phase = follow(this.#phase, "lose");
		this.#closedBy = error;
		this.#ahead.take()?.cancel();
		this.#inFlight.clear();
		for (const channel of this.#channels.all) this.#carryOut({ type: "close", channel });
		const task = this.#task;
		this.#wake(task, undefined, { error });
		// A script that waits again after the end waits for nothing.
		if (task && !task.outcome) task.outcome = { ok: false, error };
		this.#task = undefined;
	}

	#trace(event: TraceEvent): void {
		if (this.facts.options.trace) this.#effects.push({ type: "trace", event });
	}
}
