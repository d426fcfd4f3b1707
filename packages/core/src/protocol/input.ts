import type { Channel } from "./channel.ts";
import type { Outlook } from "./facts.ts";

/** Facts, in the past tense: what the driver tells the session. */
export type Input =
	/** A TCP connection is up. `peer` is the address to dial for data connections of this session. */
	| { readonly type: "connected"; readonly channel: Channel; readonly peer: string }
	/** A port is open for the server's connection: this machine's address, as it knows it, and the port. */
	| { readonly type: "listening"; readonly channel: Channel; readonly host: string; readonly port: number }
	/** TLS is up on it. */
	| { readonly type: "secured"; readonly channel: Channel }
	/** Bytes came in on the control connection; they are not kept. */
	| { readonly type: "received"; readonly bytes: Uint8Array }
	/**
	 * Bytes moved on a data connection; or it now waits for the caller, whom no network timeout may punish; or for the server, which is about
	 * to be told that this was the last byte of an upload.
	 */
	| { readonly type: "progressed"; readonly channel: Channel; readonly waitingOn: "network" | "caller" | "server" }
	/** The bytes have all been taken, or all been sent. `early` when the caller wanted no more of them. */
	| { readonly type: "ended"; readonly channel: Channel; readonly byteCount: number; readonly early?: boolean }
	/** It could not be made, was lost, or the caller's side of it threw. */
	| { readonly type: "failed"; readonly channel: Channel; readonly cause: unknown }
	/** The caller has answered what `consult` asked him, for this connection. */
	| { readonly type: "answered"; readonly channel: Channel; readonly answer: string }
	/** The caller stopped the running operation; `error` is what it will be told. */
	| { readonly type: "aborted"; readonly error: unknown }
	/** What waits for its turn: a caller who does not move blocks it, and its data connection can be opened ahead. */
	| { readonly type: "queued"; readonly outlook: Outlook }
	/** Time has passed. */
	| { readonly type: "tick" };
