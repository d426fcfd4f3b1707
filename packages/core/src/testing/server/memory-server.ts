import type { Connection } from "../../client/dialer.ts";
import { FTPError } from "../../errors/index.ts";
import type { MemoryFiles } from "../memory-files.ts";
import type { Listener, ServerHost } from "../server-host.ts";
import { converse } from "./converse.ts";
import { type MemoryServerOptions, type ServerSettings, settle } from "./options.ts";
import { ServerSession } from "./session.ts";

/** Most lines and sessions kept for looking at, so that a server may run for long. */
const KEPT = 10_000;

export interface ServeOptions {
	/** TLS before the greeting, and data connections protected from the start. */
	readonly implicitTls?: boolean;
}

/** A server on an open port. */
export interface RunningServer {
	readonly port: number;
	/** Stops listening, ends all sessions of this port, and waits until they are over. */
	close(): Promise<void>;
}

/** A real FTP server (RFC 959, 2228, 2389, 2428, 3659, 4217) over whatever sockets a `ServerHost` has, with its files in memory. */
export class MemoryServer {
	readonly files: MemoryFiles;
	/** Every command line of every session in the order of arrival, as it was sent, secrets included. */
	readonly commands: string[] = [];
	/** All sessions, also those that are over. */
	readonly sessions: ServerSession[] = [];
	/** What hooks threw, and failures of the server itself. Empty unless a test is wrong. */
	readonly errors: unknown[] = [];
	readonly #settings: ServerSettings;
	#active = 0;

	constructor(options: MemoryServerOptions = {}) {
		this.#settings = settle(options);
		this.files = this.#settings.files;
	}

	/** How many sessions are open now. */
	get activeSessions(): number {
		return this.#active;
	}

	/** Serves one control connection to its end. Never rejects: what goes wrong is in `errors`, or was the client's doing. */
	async serve(connection: Connection, host: ServerHost, options: ServeOptions = {}): Promise<void> {
		const session = new ServerSession(connection, host, this.#settings);
		keep(this.sessions, session);
		this.#active++;
		try {
			if (options.implicitTls) {
				await session.startTls();
				session.protection = "P";
			}
			await this.#welcome(session);
		} catch (error) {
			// An FTPError here is a connection that broke, or a handshake that the client refused.
			if (!(error instanceof FTPError)) {
				keep(this.errors, error);
			}
		} finally {
			session.takePassive()?.close();
			connection.close();
			this.#active--;
		}
	}

	/** Serves all control connections to a port of `host`; without `port` on a free one. */
	async listenOn(host: ServerHost, port?: number, options: ServeOptions = {}): Promise<RunningServer> {
		const listener = await host.listen(port);
		const serving = new Map<Connection, Promise<void>>();
		const accepting = acceptAll(listener, (connection) => {
			const served = this.serve(connection, host, options).finally(() => serving.delete(connection));
			serving.set(connection, served);
		});
		return {
			port: listener.port,
			close: async () => {
				listener.close();
				await accepting;
				for (const connection of serving.keys()) {
					connection.close();
				}
				await Promise.all(serving.values());
			},
		};
	}

	async #welcome(session: ServerSession): Promise<void> {
		const { greeting, maxSessions } = this.#settings;
		if (this.#active > maxSessions) {
			return session.leave("421 Too many sessions");
		}
		if (/^[45]/.test(greeting[0] ?? "")) {
			return session.leave(...greeting);
		}
		await session.send(greeting);
		await converse(session, {
			onCommand: (line) => keep(this.commands, line),
			onError: (error) => keep(this.errors, error),
		});
	}
}

async function acceptAll(listener: Listener, onConnection: (connection: Connection) => void): Promise<void> {
	try {
		for (;;) {
			onConnection(await listener.accept());
		}
	} catch {
		// The listener was closed.
	}
}

function keep<T>(kept: T[], item: T): void {
	kept.push(item);
	if (kept.length > KEPT) {
		kept.shift();
	}
}
