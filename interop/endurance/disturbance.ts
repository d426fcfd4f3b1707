import type { Action, Fault, Kind, Moment } from "../chaos/fault.ts";
import { type Random, randomOf } from "../chaos/random.ts";
import type { Mode } from "../chaos/scenario.ts";

/** What is being disturbed. */
export interface Disturbed {
	readonly seed: number;
	readonly direction: "down" | "up";
	readonly mode: Mode;
	/** Whether a file stays locked for minutes when the connection that it was being stored by goes silent, as with vsftpd. */
	readonly locks: boolean;
	/** Bytes that a large file gets through the line before it breaks, at least and at most. */
	readonly reach: readonly [least: number, most: number];
	/** Flights on a control connection before it breaks, at least and at most: a file takes five or so. */
	readonly life: readonly [least: number, most: number];
	/** How many data connections of a hundred break within their first bytes. */
	readonly share: number;
	/** Milliseconds for which a connection that goes silent stays, and its session with the server: more than a client waits. */
	readonly silence: number;
}

/**
 * How many of a hundred early faults refuse a data connection altogether. A server that has been told to transfer waits for it for minutes, with a process
 * and a place among its sessions, whatever becomes of the control connection.
 */
const REFUSED = 4;

/** Bytes within which a small file, or a listing, breaks. */
const EARLY = 6_000;

/** What goes wrong on each connection, without end: every control connection breaks some time, and every long transfer. */
export function disturbance(disturbed: Disturbed): (kind: Kind, connection: number) => readonly Fault[] {
	return (kind, connection) => {
		const random = randomOf(disturbed.seed + 2 * connection + (kind === "control" ? 1 : 0));
		// Seeds that are neighbours begin alike.
		for (let skipped = 0; skipped < 4; skipped++) random.next();
		const fault = (moment: Moment, action: Action): Fault => ({ kind, connection, moment, action });
		if (kind === "control") {
			const count = random.between(...disturbed.life);
			const direction = random.pick(["up", "down"] as const);
			return [fault({ type: "flight", direction, count }, controlAction(random, disturbed))];
		}
		const late = fault(
			{ type: "bytes", direction: disturbed.direction, count: random.between(...disturbed.reach) },
			lateAction(random, disturbed),
		);
		if (!random.percent(disturbed.share)) return [late];
		// A server that locks does so before it has a data connection, and waits a minute for one.
		const mayRefuse = !(disturbed.locks && disturbed.direction === "up");
		const moment: Moment =
			random.percent(REFUSED) && mayRefuse
				? { type: "accept" }
				: { type: "bytes", direction: disturbed.direction, count: random.between(0, EARLY) };
		return [fault(moment, earlyAction(random, disturbed)), late];
	};
}

/** A stall costs as long as a client waits for it, so there are fewer of them. */
const STALLS = 10;

function controlAction(random: Random, { locks, direction, silence }: Disturbed): Action {
	if (random.percent(STALLS) && !(locks && direction === "up")) return { type: "stall", milliseconds: silence };
	return { type: random.pick(["reset", "cut", "truncate"]) };
}

/**
 * Files and listings look alike here. A listing in the clear that ends early, in good order, is a shorter listing: FTP has nothing to tell it by. And
 * what a server has confirmed, but not all got, is told and not repaired.
 */
function earlyAction(random: Random, { mode, direction, locks, silence }: Disturbed): Action {
	if (random.percent(STALLS) && !(locks && direction === "up")) return { type: "stall", milliseconds: silence };
	if (mode === "plain" || direction === "up") return { type: "reset" };
	return { type: random.pick(["reset", "cut", "truncate"]) };
}

function lateAction(random: Random, { direction, locks, silence }: Disturbed): Action {
	if (direction === "up") return locks || !random.percent(STALLS) ? { type: "reset" } : { type: "stall", milliseconds: silence };
	const type = random.pick(["reset", "cut", "truncate", "swallow", "stall"] as const);
	return type === "stall" ? { type, milliseconds: silence } : { type };
}
