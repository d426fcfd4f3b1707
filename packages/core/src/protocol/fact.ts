import { FTPNetworkError } from "../errors/index.ts";
import { printable } from "../errors/printable.ts";
import type { TraceEvent } from "./effect.ts";
import type { Input } from "./input.ts";

/** What became of a connection, or of a question that was asked for it: whoever has ordered it is told. */
export type Fact = Exclude<Extract<Input, { channel: unknown }>, { type: "progressed" }>;

/** How it is shown to `onTrace`. */
export function traceOf(fact: Fact): TraceEvent {
	const { type, channel } = fact;
	if (type === "failed") return { type, channel, reason: String(fact.cause) };
	if (type === "ended") return { type, channel, byteCount: fact.byteCount };
	if (type === "listening") return { type, channel, host: fact.host, port: fact.port };
	return { type, channel };
}

/** The control connection has ended, when the session waited for this. */
export function hungUp(wait: { readonly waitingFor: string; readonly cause?: unknown } | undefined): FTPNetworkError {
	const what = wait ? `instead of sending ${wait.waitingFor}` : "while it was idle";
	const options = wait?.cause === undefined ? {} : { cause: wait.cause };
	return new FTPNetworkError("CONNECTION_LOST", `The server closed the control connection ${printable(what)}`, options);
}
