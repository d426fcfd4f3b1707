import type { Operation, Step } from "./operation.ts";

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** An operation under way. `outcome` is set when it is over. */
export interface Task<T> {
	readonly outcome: Outcome<T> | undefined;
}

/** The session's side of a task: where its script stands and until when it waits. */
export interface Running extends Task<unknown> {
	readonly generator: Operation<unknown>;
	readonly total: number | undefined;
	outcome: Outcome<unknown> | undefined;
	wait: Extract<Step, { type: "wait" }> | undefined;
	deadline: number | undefined;
	totalDeadline: number | undefined;
	/** The caller, not the network, is what a transfer waits for. */
	heldByCaller: boolean;
}
