import type { Command } from "./command.ts";
import { AHEAD_LIFETIME } from "./deadlines.ts";
import type { SessionOptions } from "./facts.ts";
import type { Script } from "./script.ts";

/** Commands that must be followed at once by another (RFC 959, 4.1.3). */
const SEQUENCED = new Set(["RNFR", "REST"]);

/** The script that opens the next data connection, beside the operation under way and beyond its end. One at a time. */
export class Ahead {
	#script: Script | undefined;
	#preparedAt = 0;
	#isSequenced = false;

	get script(): Script | undefined {
		return this.#script;
	}

	/** A command was sent, by whom ever. */
	said({ verb }: Command): void {
		this.#isSequenced = SEQUENCED.has(verb);
	}

	/** Whether it may be begun: there is none yet, and nothing is known of a server or a way that does not stand it. */
	mayBegin({ pipelining, profile, active }: SessionOptions): boolean {
		// In active mode nothing is gained: the server connects when it has got the command.
		return !this.#script && !this.#isSequenced && !active && pipelining !== "off" && !profile.isLockStep && !profile.refusesAhead;
	}

	begin(script: Script): void {
		this.#script = script;
	}

	/** Its outcome is known. */
	prepared(now: number): void {
		this.#preparedAt = now;
	}

	/** It is the right moment to give it up: servers and routers will have closed what it has opened. */
	isStale(now: number): boolean {
		return this.#script?.outcome !== undefined && now - this.#preparedAt > AHEAD_LIFETIME;
	}

	/** Hands it over: from now on it is somebody else's. */
	take(): Script | undefined {
		const script = this.#script;
		this.#script = undefined;
		return script;
	}
}
