import type { Connection } from "../../client/dialer.ts";
import { FTPNetworkError } from "../../errors/index.ts";
import type { HashAlgorithm } from "../../operations/hash-algorithms.ts";
import type { MemoryFiles } from "../memory-files.ts";
import { resolvePath } from "../memory-files-path.ts";
import type { Listener, ServerHost } from "../server-host.ts";
import { type ControlLine, ControlLines } from "./control-lines.ts";
import { within } from "./deadline.ts";
import type { MemoryUser, ServerSettings } from "./options.ts";
import { latin1, type ServerText, utf8 } from "./text.ts";

/** Milliseconds to wait for the client to close after the last reply, so that no RST overtakes it. */
const LINGER = 2000;

/** One control connection and all that the server knows of it. */
export class ServerSession {
	readonly connection: Connection;
	readonly host: ServerHost;
	readonly settings: ServerSettings;
	readonly lines: ControlLines;
	readonly text: ServerText;
	/** Every command line so far, as it was sent, secrets included. */
	readonly commands: string[] = [];

	/** The name given with USER, and whom it belongs to. */
	userName: string | undefined;
	user: MemoryUser | undefined;
	/** Which answer is awaited on the way in. */
	loginStep: "user" | "password" | "account" | "done" = "user";
	directory = "/";
	/** RFC 959, 5.1: ASCII is the default. */
	type: "A" | "I" = "A";
	restartAt = 0;
	renameFrom: string | undefined;
	/** Facts chosen with OPTS MLST; all when it was not sent. */
	mlstFacts: readonly string[] | undefined;
	/** What HASH computes. */
	hash: HashAlgorithm = "SHA-256";
	passive: Listener | undefined;
	/** EPSV ALL was sent: PASV is refused from then on (RFC 2428, 4). */
	epsvOnly = false;
	secured = false;
	bufferSizeSet = false;
	protection: "C" | "P" = "C";
	/** The connection breaks in place of the next final reply. */
	losesReply = false;
	/** Set by QUIT and by whatever else ends the session after its reply. */
	leaving = false;

	constructor(connection: Connection, host: ServerHost, settings: ServerSettings) {
		this.connection = connection;
		this.host = host;
		this.settings = settings;
		this.lines = new ControlLines(connection);
		this.text = settings.quirks.utf8 === false ? latin1 : utf8;
	}

	get files(): MemoryFiles {
		return this.settings.files;
	}

	/** A one-line reply. */
	reply(code: number, text: string): Promise<void> {
		return this.send([`${code} ${text}`]);
	}

	/** Whole lines in one write, or bytes as they stand. A client that does not read them is left alone after a while. */
	async send(lines: readonly string[] | Uint8Array): Promise<void> {
		if (this.losesReply && !(lines instanceof Uint8Array) && !lines[0]?.startsWith("1")) {
			this.connection.close();
			throw new FTPNetworkError("CONNECTION_LOST", "The server has lost the connection in place of its reply");
		}
		const bytes = lines instanceof Uint8Array ? lines : this.text.encode(lines.map((line) => `${line}\r\n`).join(""));
		if (bytes.length > 0) {
			const { clock, timeouts } = this.settings;
			await within(clock, timeouts.idle, this.connection.write(bytes), () => this.connection.close());
		}
	}

	/** The absolute path that an argument means. */
	resolve(path: string): string {
		return resolvePath(this.directory, path);
	}

	/** The next command line; `undefined` at the end, "idle" after too long a silence. */
	async nextLine(): Promise<ControlLine | "idle" | undefined> {
		const { clock, timeouts } = this.settings;
		let cancel = (): void => {};
		const idle = new Promise<"idle">((resolve) => {
			cancel = clock.after(timeouts.idle, () => resolve("idle"));
		});
		return Promise.race([this.lines.next(), idle]).finally(cancel);
	}

	/** The server's side of the TLS handshake on the control connection. */
	async startTls(): Promise<void> {
		const { clock, timeouts } = this.settings;
		await within(clock, timeouts.data, this.host.startTls?.(this.connection) ?? Promise.resolve(), () => this.connection.close());
		this.secured = true;
	}

	/** Whether the server offers a command. */
	knows(command: string): boolean {
		return !this.settings.quirks.without?.includes(command);
	}

	/** The passive port, which the caller must now close. */
	takePassive(): Listener | undefined {
		const listener = this.passive;
		this.passive = undefined;
		return listener;
	}

	/** As if nobody had logged in (REIN, and AUTH by RFC 4217, 4). */
	forgetUser(): void {
		this.userName = undefined;
		this.user = undefined;
		this.loginStep = "user";
		this.directory = "/";
		this.type = "A";
		this.restartAt = 0;
		this.renameFrom = undefined;
		this.takePassive()?.close();
	}

	/** Ends the conversation so that the last reply arrives: FIN, then wait for the client's. Never rejects. */
	async leave(...farewell: string[]): Promise<void> {
		const bow = async (): Promise<void> => {
			await this.send(farewell);
			await this.connection.end();
			while ((await this.lines.next()) !== undefined) {}
		};
		try {
			await within(this.settings.clock, LINGER, bow(), () => this.connection.close());
		} catch {
			// The client was faster; what follows is the same.
		} finally {
			this.connection.close();
		}
	}
}
