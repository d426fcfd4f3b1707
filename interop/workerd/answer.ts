/** The answer to a call, as it travels through JSON. */
export interface Answer {
	/** The same for as long as this process lives: another one means that workerd crashed and was started again. */
	readonly boot: string;
	readonly value?: unknown;
	readonly error?: ErrorAsJSON;
	/** Promises rejected without a handler, since the last answer. */
	readonly unhandled: readonly ErrorAsJSON[];
}

export interface ErrorAsJSON {
	readonly name: string;
	readonly code?: number | string;
	readonly message: string;
	readonly stack?: string;
	readonly cause?: ErrorAsJSON;
}
