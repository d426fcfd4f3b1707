import type { Connection } from "../client/dialer.ts";
import { LineReader, pattern, textBytes } from "./contract-peer-bytes.ts";
import type { Listener, ServerHost } from "./server-host.ts";

/**
 * The other side of the dialer contract: a server that does on each connection what the client's lines tell it. The first line
 * is `TLS` (answered `OK`, then the handshake follows and another line), or one of:
 *
 * | line | what the peer does |
 * |---|---|
 * | `ECHO` | sends everything back, and ends when the client ends |
 * | `SEND n size` | sends n bytes of the pattern, `size` at a time, ends, and waits for the client to close |
 * | `SEND-CLOSE n` | the same in one piece, and closes at once |
 * | `SINK` | takes everything to the end, answers how much and its sum, ends |
 * | `RESET n` | sends n bytes and, when the client has said `GO`, resets the connection |
 * | `TRUNCATE n` | sends n bytes and closes without close_notify |
 * | `EARLY` | answers `OK`; when the client has said `GO`, sends plain text where TLS should come |
 * | `FLOOD n` | answers its number, then sends n bytes as fast as they are taken, and ends |
 * | `STALL` | answers its number, reads nothing until another connection says `CONTINUE number`; then as `SINK` |
 * | `HOLD` | answers its number and waits for the end |
 *
 * and, answered with one line each, as often as wanted:
 *
 * | line | answer |
 * |---|---|
 * | `ID` | this connection's number |
 * | `SENT number` | how many bytes that connection has sent in its `FLOOD` |
 * | `RESUMES number` | whose TLS session this connection resumed: `control` (that of the number), `other` or `none` |
 * | `OPEN` | how many connections are open, this one included |
 * | `CONTINUE number` | `OK` |
 * | `CALL host port` | `OK` when it has connected there, and serves that connection as it does any other; else `REFUSED` |
 */
export class ContractPeer {
	readonly #host: ServerHost;
	readonly #listeners: Listener[] = [];
	readonly #visits = new Map<number, Visit>();
	#count = 0;

	constructor(host: ServerHost) {
		this.#host = host;
	}

	/** Opens a port. "tls" makes the handshake first, "silent" never says a word. */
	async listen(kind: "plain" | "tls" | "silent"): Promise<number> {
		const listener = await this.#host.listen();
		this.#listeners.push(listener);
		void this.#accept(listener, kind);
		return listener.port;
	}

	/** Closes ports and connections. */
	close(): void {
		for (const listener of this.#listeners) {
			listener.close();
		}
		for (const { connection } of this.#visits.values()) {
			connection.close();
		}
	}

	async #accept(listener: Listener, kind: "plain" | "tls" | "silent"): Promise<void> {
		for (;;) {
			let connection: Connection;
			try {
				connection = await listener.accept();
			} catch {
				return;
			}
			this.#receive(connection, kind);
		}
	}

	#receive(connection: Connection, kind: "plain" | "tls" | "silent"): void {
		const number = ++this.#count;
		const visit = new Visit(connection, number, this.#host, this.#visits, (host, port) => this.#call(host, port));
		this.#visits.set(number, visit);
		visit
			.serve(kind)
			.catch(() => undefined) // the client is free to break off; what it expects, it checks itself
			.finally(() => {
				connection.close();
				this.#visits.delete(number);
			});
	}

	/** Connects to a client. True if that could be done. */
	async #call(host: string, port: number): Promise<boolean> {
		try {
			const connection = await this.#host.connect?.(host, port, new AbortController().signal);
			if (connection) this.#receive(connection, "plain");
			return connection !== undefined;
		} catch {
			return false;
		}
	}
}

/** One connection of a client. */
class Visit {
	readonly connection: Connection;
	readonly #number: number;
	readonly #host: ServerHost;
	readonly #all: ReadonlyMap<number, Visit>;
	readonly #call: (host: string, port: number) => Promise<boolean>;
	#lines: LineReader;
	#sent = 0;
	#continue: () => void = () => undefined;
	readonly #continued: Promise<void>;

	constructor(
		connection: Connection,
		number: number,
		host: ServerHost,
		all: ReadonlyMap<number, Visit>,
		call: (host: string, port: number) => Promise<boolean>,
	) {
		this.#call = call;
		this.connection = connection;
		this.#number = number;
		this.#host = host;
		this.#all = all;
		this.#lines = new LineReader(connection);
		this.#continued = new Promise((resolve) => {
			this.#continue = resolve;
		});
	}

	async serve(kind: "plain" | "tls" | "silent"): Promise<void> {
		if (kind === "silent") {
			await this.#lines.rest();
			return;
		}
		if (kind === "tls") {
			await this.#host.startTls?.(this.connection);
		}
		for (let line = await this.#lines.line(); line !== undefined; line = await this.#lines.line()) {
			const [verb = "", ...words] = line.split(" ");
			if (verb === "CALL") {
				await this.#say((await this.#call(words[0] ?? "", Number(words[1]))) ? "OK" : "REFUSED");
			} else if (!(await this.#question(verb, Number(words[0])))) {
				await this.#order(verb, words.map(Number));
				return;
			}
		}
	}

	/** True if it was one. */
	async #question(verb: string, number: number): Promise<boolean> {
		const other = this.#all.get(number);
		switch (verb) {
			case "TLS":
				await this.#say("OK");
				await this.#host.startTls?.(this.connection);
				this.#lines = new LineReader(this.connection);
				return true;
			case "ID":
				await this.#say(`${this.#number}`);
				return true;
			case "SENT":
				await this.#say(`${other === undefined ? 0 : other.#sent}`);
				return true;
			case "RESUMES":
				await this.#say(other ? (this.#host.resumption?.(this.connection, other.connection) ?? "unknown") : "unknown");
				return true;
			case "OPEN":
				await this.#say(`${this.#all.size}`);
				return true;
			case "CONTINUE":
				if (other !== undefined) {
					other.#continue();
				}
				await this.#say("OK");
				return true;
			default:
				return false;
		}
	}

	async #order(verb: string, [count = 0, size = count]: readonly number[]): Promise<void> {
		switch (verb) {
			case "ECHO":
				for (let bytes = await this.#lines.bytes(); bytes !== undefined; bytes = await this.#lines.bytes()) {
					await this.connection.write(bytes);
				}
				return this.connection.end();
			case "SEND":
				await this.#send(count, size);
				await this.connection.end();
				await this.#lines.rest();
				return;
			case "SEND-CLOSE":
				await this.#send(count, count);
				return this.connection.end();
			case "SINK":
				return this.#sink();
			case "RESET":
				await this.#send(count, count);
				await this.#lines.line();
				return this.#host.reset ? this.#host.reset(this.connection) : this.connection.close();
			case "TRUNCATE":
				return this.#send(count, count);
			case "EARLY":
				await this.#say("OK");
				await this.#lines.line();
				await this.#say("220 injected");
				await this.#lines.rest();
				return;
			case "FLOOD":
				await this.#say(`${this.#number}`);
				await this.#send(count, 64 * 1024);
				return this.connection.end();
			case "STALL":
				await this.#say(`${this.#number}`);
				await this.#continued;
				return this.#sink();
			case "HOLD":
				await this.#say(`${this.#number}`);
				await this.#lines.rest();
				return;
			default:
				throw new Error(`The dialer contract's peer does not know ${verb}`);
		}
	}

	async #send(count: number, size: number): Promise<void> {
		for (let at = 0; at < count; at += size) {
			const bytes = pattern(at, Math.min(size, count - at));
			await this.connection.write(bytes);
			this.#sent = at + bytes.length;
		}
	}

	async #sink(): Promise<void> {
		const tally = await this.#lines.rest();
		await this.#say(`${tally}`);
		await this.connection.end();
	}

	#say(line: string): Promise<void> {
		return this.connection.write(textBytes(`${line}\n`));
	}
}
