// For tests only.

import { FTPNetworkError } from "./errors/index.ts";
import { simple } from "./operations/exchange.ts";
import { newProfile } from "./protocol/facts.ts";
import type { Input } from "./protocol/input.ts";
import type { Session } from "./protocol/session.ts";
import { play } from "./testing/transcript.ts";

/** A line from the server. */
export const said = (text: string): Input => ({ type: "received", bytes: new TextEncoder().encode(`${text}\r\n`) });

export const lost: Input = { type: "failed", channel: "control", cause: new FTPNetworkError("CONNECTION_LOST", "reset") };

/** A session in which an operation has come to its end. */
export function idle(trace = false): Session {
	return play(simple("NOOP"), ["< 200 ok"], { options: { trace, profile: newProfile() } }).session;
}

/** What a session wants done, a word or two each. */
export function orders(session: Session): string[] {
	const all: string[] = [];
	for (let effect = session.poll(); effect; effect = session.poll()) {
		all.push("channel" in effect ? `${effect.type} ${effect.channel}` : effect.type);
	}
	return all;
}
