/** Sessions kept of one control connection; more than a server hands out before the first transfer. */
const MOST = 8;

/**
 * The TLS sessions that one control connection and its data connections were given, for the next data connection to resume.
 *
 * A session of TLS 1.2 may be resumed again and again. A ticket of TLS 1.3 should be used once (RFC 8446, C.4) and some servers
 * forget it after that; every resumed connection brings new ones. When all were used, the last one is offered again: most servers
 * take it, and the alternative is a full handshake, which the strict ones refuse on a data connection.
 */
export class SessionTickets {
	readonly #fresh: Buffer[] = [];
	#last: Buffer | undefined;

	add(session: Buffer): void {
		this.#fresh.push(session);
		if (this.#fresh.length > MOST) {
			this.#fresh.shift();
		}
	}

	/** The session to offer next; `undefined` while there was none. */
	take(protocol: string | null): Buffer | undefined {
		const newest = protocol === "TLSv1.3" ? this.#fresh.pop() : this.#fresh.at(-1);
		this.#last = newest ?? this.#last;
		return this.#last;
	}
}
