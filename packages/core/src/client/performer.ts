import type { SessionFacts } from "../protocol/facts.ts";
import type { Operation } from "../protocol/operation.ts";
import type { CallOptions } from "./calls.ts";
import type { Call } from "./session-keeper.ts";

/** A call, and what only a pool has to know of it. */
export interface Request extends Call {
	/** It changes the current directory: later calls run in the new one, on whichever session. */
	readonly moves?: boolean;
}

/** Runs operations when their turn has come: all that the client's methods are written over. */
export interface Performer {
	perform<T>(operation: () => Operation<T>, request?: Request): Promise<T>;
}

/** A performer with a life: one session, or a pool of them. */
export interface Keeper extends Performer {
	readonly facts: SessionFacts | undefined;
	readonly isClosed: boolean;
	connect(options: CallOptions): Promise<void>;
	close(): Promise<void>;
}
