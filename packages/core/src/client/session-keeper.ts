import {
	FTPAbortError,
	FTPNetworkError,
	FTPProtocolError,
	FTPTimeoutError,
	FTPTLSError,
	FTPUsageError,
} from "../errors/index.ts";
import { messageOf } from "../errors/message-of.ts";
import { retrace } from "../operations/cd.ts";
import { connect } from "../operations/connect.ts";
import { isNotResumed } from "../operations/not-resumed.ts";
import { quit } from "../operations/quit.ts";
import type { Outlook, SessionFacts, SessionOptions } from "../protocol/facts.ts";
import type { Operation } from "../protocol/operation.ts";
import { Session } from "../protocol/session.ts";
import { checkOptions } from "./arguments.ts";
import type { Attempt } from "./attempt.ts";
import type { CallOptions } from "./calls.ts";
import type { DataPlan } from "./data-plan.ts";
import { demand } from "./demand.ts";
import { abortError, Driver } from "./driver.ts";
import type { Settings } from "./options.ts";
import { Queue } from "./queue.ts";
import type { Retries } from "./retries.ts";
import type { Repetition, Retry } from "./retry.ts";

/** How long a server gets to say goodbye. */
const QUIT_TIME = 2_000;

export interface Call extends DataPlan, Repetition {
	readonly signal?: AbortSignal | undefined;
	/** The caller's own wish, instead of the client's. */
	readonly retry?: Retry | boolean | undefined;
	/** It changes the current directory: later calls to a pool run in the new one, on whichever session. */
	readonly moves?: boolean;
	/** False where it has a sink, but mostly needs none: then no data connection is opened ahead for it. */
	readonly isTransfer?: boolean;
}

export function isTransfer(call: Call): boolean {
	return call.isTransfer ?? (call.sink ?? call.source) !== undefined;
}

/** Keeps the client's one session: lets operations onto it one after the other, and replaces it where that is the only cure. */
export class SessionKeeper {
	readonly #settings: Settings;
	readonly #queue = new Queue();
	readonly #outlook: () => Outlook;
	readonly #retries: Retries | undefined;
	#driver: Driver | undefined;
	#isClosed = false;
	/** How often the caller has closed the client: a connect() from before does not come through. */
	#closings = 0;
	/** The goodbye that is under way: a new session begins after it. */
	#farewell: Promise<void> = Promise.resolve();
	/** The call under way moves no file, and is not the login: the next data connection can be opened beside it. */
	#canPrepare = false;

	/** @param outlook tells what waits behind the call under way, if not this keeper's own line does */
	constructor(settings: Settings, outlook?: () => Outlook) {
		const { retries } = settings.parts;
		this.#settings = settings;
		this.#retries = retries && new retries(settings);
		this.#outlook = outlook ?? ((): Outlook => this.#queue.outlook);
	}

	get facts(): SessionFacts | undefined {
		return this.#driver?.session.facts;
	}

	/** Whether a session has been there and is no more. */
	get isClosed(): boolean {
		return this.#isClosed || this.#driver?.session.phase === "closed";
	}

	/** Whether it has ended by itself. */
	get isLost(): boolean {
		return !this.#isClosed && this.isClosed;
	}

	/** Why it is no more. */
	get closedBy(): unknown {
		return this.#driver?.session.closedBy;
	}

	async connect(options: CallOptions): Promise<void> {
		const { signal, retry } = checkOptions(options);
		this.#check(options);
		const closings = this.#closings;
		await this.#inTurn(signal, false, async () => {
			await this.#farewell;
			if (closings !== this.#closings) throw new FTPAbortError("The client was closed");
			const phase = this.#driver?.session.phase ?? "closed";
			if (phase !== "closed") throw new FTPUsageError("ALREADY_CONNECTED", "The client is connected already");
			this.#isClosed = false;
			this.#settings.session.profile.isResumptionHopeless = false;
			const open = (): Promise<void> => this.#open(signal);
			await (this.#retries?.connect({ signal, retry }, open) ?? open());
		});
	}

	/** Runs an operation when its turn has come. */
	async perform<T>(operation: () => Operation<T>, call: Call = {}): Promise<T> {
		checkOptions(call);
		this.#check(call);
		const once = (attempt?: Attempt): Promise<T> => this.#attempt(operation, call, attempt);
		return await this.#inTurn(call.signal, isTransfer(call), () => this.#retries?.run(call, once) ?? once());
	}

	#check(call: Pick<Call, "retry">): void {
		if (this.#retries) this.#retries.check(call);
		else demand(call.retry === undefined || call.retry === false, "retry needs FTPClient or FTPPool");
	}

	async #attempt<T>(operation: () => Operation<T>, call: Call, attempt?: Attempt): Promise<T> {
		const begin = (await attempt?.ready(this, operation, call.signal)) ?? operation;
		try {
			return await this.#run(begin(), call);
		} catch (error) {
			if (!this.#mayBeCured(error, call)) throw error;
			await this.#replaceRefused(error, call.signal);
		}
		try {
			return await this.#run(begin(), call);
		} catch (error) {
			this.#settings.session.profile.isResumptionHopeless = isNotResumed(error);
			throw error;
		}
	}

	/** Says QUIT if nothing is under way; ends what is. */
	async close(): Promise<void> {
		this.#isClosed = true;
		this.#closings += 1;
		this.#farewell = this.#end();
		await this.#farewell;
	}

	async #end(): Promise<void> {
		const reason = new FTPAbortError("The client was closed");
		this.#retries?.close(reason);
		this.#queue.dismiss(reason);
		if (this.#driver) await this.#sayGoodbye(this.#driver, reason);
	}

	/** Ends a session, with QUIT if it is idle. Whatever the server answers, or does not: it is over. */
	async #sayGoodbye(driver: Driver, reason: unknown, signal?: AbortSignal): Promise<void> {
		if (driver.session.phase === "idle") {
			const cancel = this.#settings.clock.after(QUIT_TIME, () => driver.close(reason));
			await driver.run(quit(), {}, signal).catch(() => undefined);
			cancel();
		}
		driver.close(reason);
	}

	/** To be called when something else waits behind the call under way than before. */
	lookAhead(): void {
		const outlook = this.#outlook();
		if (outlook !== this.facts?.outlook) this.#driver?.tell({ type: "queued", outlook });
		if (outlook === "transfer" && this.#canPrepare) this.#driver?.prepare();
	}

	/** Resolves when the session can take the next call. */
	async idle(): Promise<void> {
		await this.#driver?.idle();
	}

	async #inTurn<T>(signal: AbortSignal | undefined, isTransfer: boolean, job: () => Promise<T>): Promise<T> {
		try {
			const turn = this.#queue.enter(signal, isTransfer);
			this.lookAhead();
			await turn;
		} catch (reason) {
			this.lookAhead();
			throw abortError(reason);
		}
		try {
			return await job();
		} finally {
			// Not awaited: whoever has stopped his call need not wait until the session has recovered from that, only the next one must.
			void this.#leave();
		}
	}

	async #leave(): Promise<void> {
		await this.idle();
		this.#queue.leave();
	}

	async #open(signal: AbortSignal | undefined, session: SessionOptions = this.#settings.session): Promise<void> {
		if (this.#isClosed) throw new FTPAbortError("The client was closed");
		if (signal?.aborted) throw abortError(signal.reason);
		const driver = new Driver(new Session(session), this.#settings);
		this.#driver = driver;
		this.lookAhead();
		try {
			await driver.run(connect(this.#settings.credentials, this.#settings.extras), {}, signal);
		} catch (error) {
			// Lost in the middle of a burst: perhaps because of it.
			if (!driver.session.facts.inBurst || !isLoss(error)) throw error;
			await this.#open(signal, { ...session, pipelining: "off" });
			// It was, unless bursts are known to work here.
			session.profile.isLockStep ??= true;
		}
	}

	async #run<T>(operation: Operation<T>, call: Call): Promise<T> {
		const driver = this.#driver;
		if (this.#isClosed) throw new FTPUsageError("NOT_CONNECTED", "The client was closed: call connect() to use it again");
		if (!driver) throw new FTPUsageError("NOT_CONNECTED", "Call connect() first");
		if (driver.session.phase === "closed") throw lost(driver.session.closedBy);
		const running = driver.run(operation, call, call.signal);
		this.#canPrepare = !call.sink && !call.source;
		this.lookAhead();
		try {
			return await running;
		} finally {
			this.#canPrepare = false;
		}
	}

	/**
	 * A server that refuses data connections because their TLS session was not resumed may grant them to a new session, when the
	 * runtime had lost this one's ticket to another. Only if the way to the same directory is known.
	 */
	#mayBeCured(error: unknown, call: Call): boolean {
		const isRepeatable = call.repeat !== "never" && (call.source?.rewind() ?? true);
		return (
			isNotResumed(error) &&
			isRepeatable &&
			!this.#settings.session.profile.isResumptionHopeless &&
			this.facts?.trail !== undefined
		);
	}

	async #replaceRefused(refusal: unknown, signal: AbortSignal | undefined): Promise<void> {
		const driver = this.#driver;
		const trail = driver?.session.facts.trail;
		await driver?.idle();
		if (driver) await this.#sayGoodbye(driver, refusal, signal);
		try {
			await this.renew(trail, signal);
		} catch (cause) {
			if (cause instanceof FTPAbortError) throw cause;
			throw new FTPTLSError(
				"SESSION_NOT_RESUMED",
				`${messageOf(refusal)} A new session could not be opened: ${messageOf(cause)}`,
				{ cause },
			);
		}
	}

	/** Logs in anew, and goes to the same directory. If that fails there is no session, for one elsewhere would be worse. */
	async renew(trail: SessionFacts["trail"], signal: AbortSignal | undefined): Promise<void> {
		try {
			await this.#open(signal);
			await this.#run(retrace(trail), { signal });
		} catch (cause) {
			this.#driver?.close(cause);
			// The next one has the same way to go.
			if (this.facts) this.facts.trail = trail;
			throw cause;
		}
	}
}

/** The server fell silent, hung up, or spoke out of turn; whoever refuses something in words means that. */
function isLoss(error: unknown): boolean {
	const isSilence = error instanceof FTPTimeoutError && error.code === "REPLY_TIMEOUT";
	return isSilence || error instanceof FTPNetworkError || error instanceof FTPProtocolError;
}

/** Why there is no session any more. A wait that ended long ago, and what another call was stopped by, would read as if it had been this call's. */
function lost(reason: unknown): unknown {
	if (!(reason instanceof FTPTimeoutError || reason instanceof FTPAbortError)) return reason;
	const message = `The session was lost; call connect() for a new one. It ended with: ${reason.message}`;
	return new FTPNetworkError("CONNECTION_LOST", message, { cause: reason });
}
