export type Phase = "fresh" | "idle" | "running" | "recovering" | "closed";

/**
 * The session's life, in one table: h11's way. A transition that is not here is a bug in isoftp.
 *
 * - `fresh`: nothing is connected; only an operation that connects can do anything.
 * - `idle`: waits for the next operation; nothing may come from the server but 421.
 * - `running`: an operation is under way.
 * - `recovering`: the operation is over, but the server still owes replies to its commands; they are awaited, not lost. Or it is asked
 *   whether it is still there.
 * - `closed`: for good.
 */
export const phases: Readonly<Record<Phase, Readonly<Partial<Record<Transition, Phase>>>>> = {
	fresh: { start: "running", lose: "closed" },
	idle: { start: "running", check: "recovering", lose: "closed" },
	running: { finish: "idle", abandon: "recovering", lose: "closed" },
	recovering: { recover: "idle", lose: "closed" },
	closed: { lose: "closed" },
};

export type Transition = "start" | "check" | "finish" | "abandon" | "recover" | "lose";

export function follow(phase: Phase, transition: Transition): Phase {
	const next = phases[phase][transition];
	if (!next) throw new Error(`isoftp: no transition "${transition}" from "${phase}"; this is a bug, please report it`);
	return next;
}
