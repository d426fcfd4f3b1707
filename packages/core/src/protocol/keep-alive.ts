import { FTPAbortError } from "../errors/index.ts";
import { type Command, encodeCommand } from "./command.ts";
import type { SessionFacts } from "./facts.ts";
import { encode, finalReply, type Operation, type Step, send } from "./operation.ts";
import { unexpected } from "./out-of-step.ts";
import type { Phase } from "./phase.ts";
import type { Reply } from "./reply.ts";

/** How long, in milliseconds, the control connection may be silent before something is said on it; `undefined`: for ever. */
export interface KeepAliveTimes {
	/** With nothing to do. */
	readonly idle: number | undefined;
	/** While the bytes of a transfer move. */
	readonly transfers: number | undefined;
}

/** What a session asks of whoever keeps its control connection alive. */
export interface KeepAlive {
	/** When something is to be said, unless something happens before. */
	due(phase: Phase, wait: Extract<Step, { type: "wait" }> | undefined): number | undefined;
	/** What is said with nothing to do. */
	check(): Operation<void>;
	/** What is said during a transfer. */
	beside(transfer: Command | undefined, now: number): Command;
	/** Something went out. */
	said(command: Command, now: number): void;
	/** A reply came: whether it answers what was said during a transfer. @throws FTPProtocolError UNEXPECTED_REPLY */
	heard(phase: Phase, command: Command, reply: Reply, now: number): boolean;
	/** What was said during a transfer has had no answer yet. */
	readonly isOwed: boolean;
	/** An operation is over, or what recovered the session after one. */
	ended(phase: Phase, failure: unknown, now: number): void;
}

/** A server that breaks because something was said to it does so when it reads that: a few round trips later. */
const BLAME = 5_000;

/** Commands that must be followed at once by another (RFC 959, 4.1.3). */
const SEQUENCED: ReadonlySet<string> = new Set(["RNFR", "REST"]);

/** Not this command, whatever it is used with; 500 alone, during a transfer, says only "not now" (Pure-FTPd). */
const UNKNOWN: ReadonlySet<number> = new Set([500, 502]);

/**
 * Whether a reply is what comes to NOOP while a transfer is under way, and cannot be how one ends that has begun (RFC 959, 5.4: 226, 250, 425,
 * 426, 451, 551, 552). ProFTPD and pyftpdlib say 200, Pure-FTPd 500; ProFTPD has 450 for other commands then.
 */
function isAside({ code }: Reply): boolean {
	return code === 200 || (code >= 500 && code <= 504) || code === 450;
}

/**
 * Keeps a control connection from being forgotten by what is on the way, and by the server, with a NOOP (RFC 959, 4.1.3) when it has been
 * silent for long. During a transfer one at a time: Pure-FTPd answers several at once with one reply, vsftpd none before the end.
 */
export function keepAlive(facts: SessionFacts, times: KeepAliveTimes): KeepAlive {
	const { codec, limits, profile } = facts.options;
	let spokenAt = 0;
	let isSequenced = false;
	/** What has had no answer yet. */
	let owed: Command | undefined;
	/** The transfer under way during which something was said, and when that was last. */
	let latest: { readonly transfer: Command | undefined; readonly at: number } | undefined;
	/** The operation has succeeded, and the session waits for nothing but that answer. */
	let isLast = false;

	return {
		due(phase, wait) {
			const isBeside =
				wait?.isMoving === true && !(owed || profile.refusesNOOP || profile.refusesNOOPBeside || profile.isLockStep);
			const after = isBeside ? times.transfers : phase === "idle" && !isSequenced ? times.idle : undefined;
			return after === undefined ? undefined : spokenAt + after;
		},
		*check() {
			const command = yield* encode(profile.refusesNOOP ? "PWD" : "NOOP");
			yield* send(command);
			// Whatever it says, it is there. PWD is known to all, and there are servers that count what they do not know.
			if (UNKNOWN.has((yield* finalReply(command)).code)) profile.refusesNOOP = true;
		},
		beside(transfer, now) {
			owed = { ...encodeCommand("NOOP", [], codec, limits.commandLine), mayOvertake: isAside };
			latest = { transfer, at: now };
			return owed;
		},
		said({ verb }, now) {
			spokenAt = now;
			isSequenced = SEQUENCED.has(verb);
		},
		heard(phase, command, reply, now) {
			spokenAt = now;
			const isOurs = command === owed;
			if (isOurs) owed = undefined;
			const isWrong = isOurs ? !isAside(reply) : command === latest?.transfer && reply.code === 200;
			// Ours never came, or what was taken for ours was the transfer's. After a transfer that was stopped that says nothing.
			if (isWrong && (isLast || phase === "running")) profile.refusesNOOPBeside = true;
			if (isWrong && phase === "running") throw unexpected(command, isOurs ? "200" : "226 or 250", reply);
			return isOurs;
		},
		get isOwed() {
			return owed !== undefined;
		},
		ended(phase, failure, now) {
			const isBroken = failure !== undefined && !(failure instanceof FTPAbortError);
			if (isBroken && latest && now - latest.at <= BLAME) profile.refusesNOOPBeside = true;
			isLast = phase === "running" && failure === undefined;
			latest = undefined;
			if (phase !== "running") owed = undefined;
		},
	};
}
