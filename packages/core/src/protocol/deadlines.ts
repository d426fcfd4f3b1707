import type { TimeoutCode } from "../errors/index.ts";

/** How long each kind of wait may take, in milliseconds. */
export interface Timeouts {
	/** Until a connection is up, its TLS included. */
	readonly connect: number;
	/** Until the server answers a command. */
	readonly reply: number;
	/** Without a byte moving on a data connection. */
	readonly stall: number;
	/** For a whole operation; unlimited unless set. */
	readonly total?: number | undefined;
}

export const defaultTimeouts: Timeouts = {
	// Name lookup, TCP with its retransmissions, and two TLS round trips on a bad line.
	connect: 30_000,
	// Servers look names up, scan uploads for viruses and join parts before they answer; curl allows two minutes.
	reply: 60_000,
	// Longer than any TCP retransmission that still succeeds in practice, shorter than the 300 s after which servers give up.
	stall: 60_000,
};

/** How long a server gets to answer once its data connection was closed, before it is asked whether it is still there. */
const GRACE = 1_000;

export type Patience = "connect" | "reply" | "stall" | "grace";

export const timeoutCodes: Record<Exclude<Patience, "grace"> | "total", TimeoutCode> = {
	connect: "CONNECT_TIMEOUT",
	reply: "REPLY_TIMEOUT",
	stall: "STALL_TIMEOUT",
	total: "TOTAL_TIMEOUT",
};

export function patienceOf(timeouts: Timeouts, patience: Patience): number {
	return patience === "grace" ? Math.min(GRACE, timeouts.reply) : timeouts[patience];
}
