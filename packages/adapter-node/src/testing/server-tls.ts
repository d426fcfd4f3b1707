import { createSecureContext, createServer, type SecureContextOptions, type Server, TLSSocket } from "node:tls";
import type { CipherTap } from "../cipher-tap.ts";

/** TLS sessions kept by their identifier. */
const MOST_SESSIONS = 1000;

/**
 * The server's side of TLS for all connections of a host. They share one context, whose ticket keys make a session of the control
 * connection good for the data connections. Clients that take no tickets, as curl over TLS 1.2, have their sessions kept here.
 */
export class ServerTls {
	readonly #options: {
		readonly isServer: true;
		readonly secureContext: ReturnType<typeof createSecureContext>;
		readonly server: Server;
	};

	constructor(options: SecureContextOptions) {
		const sessions = new Map<string, Buffer>();
		// It never listens: it is where Node looks for the session events.
		const server = createServer();
		server.on("newSession", (id, session, done) => {
			sessions.set(id.toString("hex"), session);
			for (const oldest of [...sessions.keys()].slice(0, -MOST_SESSIONS)) {
				sessions.delete(oldest);
			}
			done();
		});
		server.on("resumeSession", (id, done) => done(null, sessions.get(id.toString("hex"))));
		this.#options = { isServer: true, secureContext: createSecureContext({ sessionIdContext: "isoftp", ...options }), server };
	}

	/** Begins the handshake over `tap`; the socket emits "secure" when it is done. */
	accept(tap: CipherTap): TLSSocket {
		return new TLSSocket(tap, this.#options);
	}
}
