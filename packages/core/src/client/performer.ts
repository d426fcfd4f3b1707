import type { SessionFacts } from "../protocol/facts.ts";
import type { Operation } from "../protocol/operation.ts";
import type { CallOptions } from "./calls.ts";
import type { Call } from "./session-keeper.ts";

/** Runs operations when their turn has come: all that the client's methods are written over. */
export interface Performer {
	perform<T>(operation: () => Operation<T>, call?: Call): Promise<T>;
}

/** A performer with a life: one session, or a pool of them. */
export interface Keeper extends Performer {
	readonly facts: SessionFacts | undefined;
	readonly isClosed: boolean;
	/** How many sessions there may be; 1, unless told. */
	readonly size?: number;
	connect(options: CallOptions): Promise<void>;
	close(): Promise<void>;
}
