import { FTPAbortError, FTPError, FTPNetworkError, FTPUsageError, isNetworks } from "../errors/index.ts";
import { openAhead } from "../operations/open-data.ts";
import { concat } from "../protocol/bytes.ts";
import type { Channel } from "../protocol/channel.ts";
import type { Effect, TraceEvent } from "../protocol/effect.ts";
import type { Input } from "../protocol/input.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Session } from "../protocol/session.ts";
import type { Task } from "../protocol/task.ts";
import type { Clock } from "./clock.ts";
import type { DataPlan } from "./data-plan.ts";
import type { Connection, Dialer, Listener } from "./dialer.ts";
import { type AllowConnect, mayConnect } from "./may-connect.ts";
import type { OptionalEffect } from "./optional-effects.ts";
import type { Parts } from "./parts.ts";
import { drain, pumpDown, pumpUp, type WaitingOn } from "./pump.ts";
import { tellOf } from "./trace.ts";

export interface DriverOptions {
	readonly dialer: Dialer;
	readonly parts: Pick<Parts, "deflate" | "carryOut">;
	readonly clock: Clock;
	/** Asked before every dial; anything but `true` means no. */
	readonly allowConnect?: AllowConnect | undefined;
	/** Asked for the password that answers a challenge. */
	readonly onChallenge?: ((challenge: string) => string | Promise<string>) | undefined;
	readonly onTrace?: ((event: TraceEvent) => void) | undefined;
}

/** A connection, from the moment it is ordered. */
export interface Line {
	readonly dialling: AbortController;
	listener?: Listener | undefined;
	connection: Connection | undefined;
}

export type EffectOf<Type extends Effect["type"]> = Extract<Effect, { type: Type }>;

/**
 * The one loop that does I/O: it carries out the session's effects, and tells it what came of them. It holds no knowledge of FTP.
 *
 * Its law: every effect is carried out before the control connection is read again, so that no read is pending when TLS starts.
 */
export class Driver {
	readonly session: Session;
	readonly #options: DriverOptions;
	readonly #lines = new Map<Channel, Line>();
	/** Writes to the control connection and its TLS handshake, one after the other. */
	#control: Promise<void> = Promise.resolve();
	/** Commands that go out in the next write. */
	#outgoing: Uint8Array[] = [];
	#task: { readonly task: Task<unknown>; readonly plan: DataPlan; readonly settled: () => void } | undefined;
	#whenIdle: (() => void)[] = [];
	#timer: { readonly at: number; readonly cancel: () => void } | undefined;
	#isDraining = false;

	constructor(session: Session, options: DriverOptions) {
		this.session = session;
		this.#options = options;
	}

	/** Runs one operation. One at a time: wait for the last one, and for `idle()`. */
	async run<T>(operation: Operation<T>, plan: DataPlan = {}, signal?: AbortSignal): Promise<T> {
		const abort = (): void => this.tell({ type: "aborted", error: abortError(signal?.reason) });
		if (signal?.aborted) throw abortError(signal.reason);
		const task = this.session.start(operation, this.#options.clock.now());
		signal?.addEventListener("abort", abort, { once: true });
		try {
			await new Promise<void>((settled) => {
				this.#task = { task, plan, settled };
				this.#afterwards();
			});
		} finally {
			signal?.removeEventListener("abort", abort);
		}
		const { outcome } = task;
		if (outcome?.ok) return outcome.value;
		throw outcome?.error;
	}

	/** Resolves when the next operation can start, or the session is closed. */
	idle(): Promise<void> {
		const { phase } = this.session;
		return phase === "running" || phase === "recovering"
			? new Promise((resolve) => this.#whenIdle.push(resolve))
			: Promise.resolve();
	}

	/** Begins to open the next data connection, if this is a moment for it. */
	prepare(): void {
		this.session.prepare(openAhead(), this.#options.clock.now());
		this.#afterwards();
	}

	/** Hands the session a fact, and carries out what it makes of it. */
	tell(input: Input): void {
		this.session.handle(input, this.#options.clock.now());
		this.#afterwards();
	}

	/** Adapters throw typed errors; whatever else comes out of a socket is the network's fault all the same. */
	#fail(channel: Channel, thrown: unknown): FTPError {
		const lost = (): FTPError =>
			new FTPNetworkError("CONNECTION_LOST", `The connection failed: ${String(thrown)}`, { cause: thrown });
		const cause = thrown instanceof FTPError ? thrown : lost();
		this.tell({ type: "failed", channel, cause });
		return cause;
	}

	/** Closes every connection at once. */
	close(error: unknown): void {
		this.session.close(error, this.#options.clock.now());
		this.#afterwards();
	}

	#afterwards(): void {
		// An effect may come back with a fact at once; its effects belong behind those that are waiting already.
		if (!this.#isDraining) {
			this.#isDraining = true;
			for (let effect = this.session.poll(); effect; effect = this.session.poll()) this.#perform(effect);
			this.#isDraining = false;
		}
		this.#setTimer();
		if (this.#task?.task.outcome) {
			this.#task.settled();
			this.#task = undefined;
		}
		if (this.session.phase === "idle" || this.session.phase === "closed") {
			for (const resolve of this.#whenIdle.splice(0)) resolve();
		}
	}

	#perform(effect: Effect): void {
		switch (effect.type) {
			case "connect":
			case "accept":
				void this.#guarded(effect.channel, () => this.#connect(effect));
				break;
			case "listen":
			case "consult":
				void this.#guarded(effect.channel, () => this.#optional(effect));
				break;
			case "send":
				this.#send(effect.bytes);
				break;
			case "secure":
				this.#secure(effect);
				break;
			case "transfer":
				void this.#transfer(effect);
				break;
			case "begin":
				this.#task?.plan.onBegin?.(effect.reply);
				break;
			case "close":
				this.#close(effect.channel);
				break;
			case "trace":
				tellOf(effect.event, this.#options.onTrace);
		}
	}

	#line(channel: Channel): Line {
		const line = this.#lines.get(channel) ?? { dialling: new AbortController(), connection: undefined };
		this.#lines.set(channel, line);
		return line;
	}

	/** What goes wrong on a channel is a fact about it. */
	async #guarded(channel: Channel, job: () => Promise<void>): Promise<void> {
		try {
			await job();
		} catch (cause) {
			this.#fail(channel, cause);
		}
	}

	/** What only some options lead to. */
	async #optional(effect: OptionalEffect): Promise<void> {
		const control = this.#lines.get("control")?.connection;
		const fact = await this.#options.parts.carryOut?.(effect, this.#options, this.#line(effect.channel), control);
		if (fact) this.tell(fact);
	}

	async #connect(effect: EffectOf<"connect" | "accept">): Promise<void> {
		const { channel } = effect;
		const line = this.#line(channel);
		const connection = await (effect.type === "connect" ? this.#dial(effect, line.dialling.signal) : line.listener?.accept());
		if (!connection) return;
		if (line.dialling.signal.aborted) {
			connection.close();
			return;
		}
		line.connection = connection;
		this.tell({ type: "connected", channel, peer: connection.remoteAddress });
		if (channel === "control") void this.#guarded(channel, () => this.#readControl(connection));
	}

	async #dial({ type: _, channel, ...target }: EffectOf<"connect">, signal: AbortSignal): Promise<Connection | undefined> {
		const purpose = channel === "control" ? "control" : "data";
		await mayConnect(this.#options.allowConnect, target.host, target.port, purpose);
		return signal.aborted ? undefined : this.#options.dialer.dial({ ...target, purpose }, signal);
	}

	async #readControl(connection: Connection): Promise<void> {
		for (;;) {
			await this.#control;
			const bytes = await connection.read();
			if (!bytes) break;
			this.tell({ type: "received", bytes });
		}
		this.tell({ type: "ended", channel: "control", byteCount: 0 });
	}

	/** Commands that are ordered in one breath go out in one write: one packet, one TLS record. */
	#send(bytes: Uint8Array): void {
		this.#outgoing.push(bytes);
		if (this.#outgoing.length > 1) return;
		this.#onControl((connection) => {
			const commands = this.#outgoing;
			this.#outgoing = [];
			return connection.write(concat(commands));
		});
	}

	#onControl(action: (connection: Connection) => Promise<void>): void {
		const line = this.#lines.get("control");
		this.#control = this.#control.then(() =>
			this.#guarded("control", async () => {
				if (line?.connection) await action(line.connection);
			}),
		);
	}

	#secure({ channel, serverName, isFresh }: EffectOf<"secure">): void {
		if (channel === "control") {
			this.#onControl(async (connection) => {
				await connection.startTls({ serverName });
				this.tell({ type: "secured", channel });
			});
			return;
		}
		const writeOnly = this.#task?.plan.source !== undefined;
		// Behind the command that is still being written: some servers reset a handshake that comes before it.
		void this.#guarded(channel, async () => {
			await this.#control;
			const connection = this.#lines.get(channel)?.connection;
			if (!connection) return;
			const resume = isFresh ? undefined : this.#lines.get("control")?.connection;
			await connection.startTls({ serverName, writeOnly, ...(resume && { resume }) });
			this.tell({ type: "secured", channel });
		});
	}

	async #transfer({ channel, direction, isCompressed }: EffectOf<"transfer">): Promise<void> {
		let connection = this.#lines.get(channel)?.connection;
		const { sink, source } = this.#task?.plan ?? {};
		if (!connection) return;
		if (direction === "rest" || !this.#task) {
			await this.#takeRest(channel, connection);
			return;
		}
		const { plan } = this.#task;
		if (isCompressed) connection = this.#options.parts.deflate?.(connection, direction) ?? connection;
		const report = {
			progressed: (waitingOn: WaitingOn) => this.tell({ type: "progressed", channel, waitingOn }),
			isOver: () => this.#task?.plan !== plan || !this.#lines.has(channel),
		};
		try {
			if (direction === "download") {
				if (!sink) throw new FTPUsageError("BAD_ARGUMENT", "This operation receives data, but was given no place for it");
				const { byteCount, early } = await pumpDown(connection, sink, plan, report);
				// At once: servers wait for it with their 226.
				if (!early) this.#hangUp(channel);
				this.tell({ type: "ended", channel, byteCount, early });
				if (early) await this.#takeRest(channel, connection);
			} else {
				if (!source) throw new FTPUsageError("BAD_ARGUMENT", "This operation sends data, but was given none");
				const { byteCount, early } = await pumpUp(connection, source, plan, report);
				this.tell({ type: "ended", channel, byteCount, early });
				await drain(connection);
			}
		} catch (cause) {
			const error = this.#fail(channel, cause);
			if (direction === "upload") return;
			// One that failed by itself is of no more use, and while it is open, servers may wait with their last word.
			if (isNetworks(error)) this.#hangUp(channel);
			else await this.#takeRest(channel, connection);
		}
	}

	/** Of a download that the caller wants no longer: for as long as the session leaves the connection open. */
	async #takeRest(channel: Channel, connection: Connection): Promise<void> {
		await drain(connection);
		this.tell({ type: "ended", channel, byteCount: 0 });
	}

	#close(channel: Channel): void {
		this.#hangUp(channel);
		this.#lines.delete(channel);
	}

	#hangUp(channel: Channel): void {
		const line = this.#lines.get(channel);
		line?.dialling.abort();
		line?.connection?.close();
	}

	/** One timer for everything. It may fire early, because progress only moves the deadline; then it is set again. */
	#setTimer(): void {
		const { deadline } = this.session;
		if (deadline !== undefined && this.#timer && this.#timer.at <= deadline) return;
		this.#timer?.cancel();
		this.#timer = undefined;
		if (deadline === undefined) return;
		const cancel = this.#options.clock.after(Math.max(0, deadline - this.#options.clock.now()), () => {
			this.#timer = undefined;
			this.tell({ type: "tick" });
		});
		this.#timer = { at: deadline, cancel };
	}
}

/** What the caller is told when he stopped it himself. */
export function abortError(reason: unknown): FTPError {
	return reason instanceof FTPError ? reason : new FTPAbortError("The operation was stopped by its caller", { cause: reason });
}
