import { FTPTimeoutError } from "../errors/index.ts";
import type { Channel } from "./channel.ts";
import type { Command } from "./command.ts";
import { patienceOf, type Timeouts, timeoutCodes } from "./deadlines.ts";
import type { Answer, Operation, Step, Wake } from "./operation.ts";
import type { Outcome, Task } from "./task.ts";

/** A step that is answered at once. */
export type Order = Exclude<Step, { type: "wait" }>;

/** The session's side of a task: runs its generator from one wait to the next. Nothing in here is asynchronous. */
export class Script implements Task<unknown> {
	outcome: Outcome<unknown> | undefined;
	/** What it waits for: at first for being begun. Undefined while it runs, and when it is over. */
	wait: Extract<Step, { type: "wait" }> | undefined = { type: "wait", waitingFor: "its beginning", patience: "ahead" };
	/** Until when it waits. */
	deadline: number | undefined;
	/** Until when the whole of it must be over. */
	totalDeadline: number | undefined;
	/** The caller, not the network, is what a transfer waits for. */
	heldByCaller = false;
	/** The commands it has sent and the connections it has ordered. */
	readonly owned: Set<Command | Channel> = new Set();
	readonly #generator: Operation<unknown>;
	readonly #carryOut: (order: Order, script: Script) => Answer;

	constructor(generator: Operation<unknown>, carryOut: (order: Order, script: Script) => Answer) {
		this.#generator = generator;
		this.#carryOut = carryOut;
	}

	/** Goes on until it waits or ends: with what it waits for, or with an error. */
	resume(wake: Wake | undefined, failure?: { readonly error: unknown }): void {
		this.wait = undefined;
		this.deadline = undefined;
		try {
			let result = failure ? this.#generator.throw(failure.error) : this.#generator.next(wake);
			while (!result.done) {
				if (result.value.type === "wait") {
					this.wait = result.value;
					return;
				}
				result = this.#answer(result.value);
			}
			this.outcome = { ok: true, value: result.value };
		} catch (error) {
			this.outcome = { ok: false, error };
		}
	}

	/** A caller may take as long as he likes over his bytes, unless somebody waits behind him. */
	setDeadline(now: number, timeouts: Timeouts, isContended: boolean): void {
		const { patience } = this.wait ?? {};
		const waits = patience && patience !== "ahead" && !(patience === "stall" && this.heldByCaller && !isContended);
		this.deadline = waits ? now + patienceOf(timeouts, patience) : undefined;
	}

	/** The timeout that has come by now, if one has. */
	timeout(now: number, timeouts: Timeouts): FTPTimeoutError | undefined {
		if (!this.wait) return undefined;
		const { waitingFor, patience, cause } = this.wait;
		const options = cause === undefined ? {} : { cause };
		if (this.totalDeadline !== undefined && now >= this.totalDeadline) {
			this.totalDeadline = undefined;
			return new FTPTimeoutError(timeoutCodes.total, `the whole operation, at ${waitingFor}`, timeouts.total ?? 0, options);
		}
		if (this.deadline === undefined || now < this.deadline) return undefined;
		const isCallers = patience === "stall" && this.heldByCaller;
		const what = isCallers ? "the caller to go on with the stream, while others wait" : waitingFor;
		return new FTPTimeoutError(timeoutCodes[patience], what, patienceOf(timeouts, patience), options);
	}

	/** Ends it, wherever it stands; it is not asked what it thinks of that. */
	cancel(): void {
		this.wait = undefined;
		this.#generator.return(undefined);
	}

	#answer(order: Order): IteratorResult<Step, unknown> {
		let answer: Answer;
		try {
			answer = this.#carryOut(order, this);
		} catch (error) {
			return this.#generator.throw(error);
		}
		return this.#generator.next(answer);
	}
}
