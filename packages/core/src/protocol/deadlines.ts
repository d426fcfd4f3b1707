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

/**
 * How long the next reply to a burst may take. What swallows commands would else cost `timeouts.reply`; who is only slow is asked
 * again, one command at a time.
 */
const BURST = 15_000;

/** How long a data connection that was opened ahead is trusted: servers and routers give up on idle ones, the soonest after 30 s. */
export const AHEAD_LIFETIME = 20_000;

/** "ahead" has no deadline of its own: what it waits for has. */
export type Patience = "connect" | "reply" | "stall" | "grace" | "burst" | "ahead";

export const timeoutCodes: Record<Patience | "total", TimeoutCode> = {
	connect: "CONNECT_TIMEOUT",
	reply: "REPLY_TIMEOUT",
	stall: "STALL_TIMEOUT",
	grace: "REPLY_TIMEOUT",
	burst: "REPLY_TIMEOUT",
	ahead: "CONNECT_TIMEOUT",
	total: "TOTAL_TIMEOUT",
};

export function patienceOf(timeouts: Timeouts, patience: Patience): number {
	if (patience === "grace") return Math.min(GRACE, timeouts.reply);
	if (patience === "burst") return Math.min(BURST, timeouts.reply);
	return patience === "ahead" ? 0 : timeouts[patience];
}

/** The first of the moments that there are. */
export function earliest(...moments: readonly (number | undefined)[]): number | undefined {
	const known = moments.filter((moment) => moment !== undefined);
	return known.length > 0 ? Math.min(...known) : undefined;
}
