import { messageOf } from "../errors/message-of.ts";
import type { Settings } from "./options.ts";
import { tellOf } from "./trace.ts";

/** How long a server that has refused a session is not asked for more than there are. */
const REFUSAL_TIME = 60_000;

/** How many sessions a pool may have: not more than its caller wants, and what the server grants. */
export class PoolGrant {
	readonly #settings: Settings;
	readonly #size: number;
	/** The server has refused more than that. */
	#granted: number;
	/** Until when that is believed. */
	#until = 0;

	constructor(settings: Settings, size: number) {
		this.#settings = settings;
		this.#size = size;
		this.#granted = size;
	}

	/** How many there may be now. After a refusal has been believed long enough, one more than are granted: it shows whether more are. */
	get most(): number {
		if (this.isAlone) return 1;
		const more = this.#settings.clock.now() < this.#until ? 0 : 1;
		return Math.min(this.#size, Math.max(1, this.#granted + more));
	}

	/** Whether sessions at the same time take each other's TLS tickets here. Another runtime, or without TLS, it would be no matter. */
	get isAlone(): boolean {
		return this.canSteal && this.#settings.session.profile.sharesTickets;
	}

	/** Whether the runtime resumes TLS sessions by the server's name, and not by the connection. */
	get canSteal(): boolean {
		const { session, dialer } = this.#settings;
		return session.secure !== false && dialer.capabilities?.resumeTls === "implicit";
	}

	/** There is one more session than there were: so many. */
	opened(sessions: number): void {
		if (sessions <= this.#granted) return;
		this.#granted = sessions;
		this.tell(sessions, "The server grants another session.");
	}

	/** The server has refused a session, or ended one, and so many are left. */
	refused(sessions: number, error: unknown): void {
		if (sessions > this.#granted) return;
		const isNews = sessions < this.#granted;
		this.#granted = sessions;
		this.#until = sessions > 0 ? this.#settings.clock.now() + REFUSAL_TIME : 0;
		if (isNews) this.tell(sessions, messageOf(error));
	}

	/** From now on there is one session. */
	beAlone(error: unknown): void {
		const { profile } = this.#settings.session;
		if (!profile.sharesTickets) this.tell(1, `Sessions at the same time take each other's TLS tickets here. ${messageOf(error)}`);
		profile.sharesTickets = true;
	}

	tell(sessions: number, reason: string): void {
		tellOf({ type: "pool", sessions, reason }, this.#settings.onTrace);
	}
}
