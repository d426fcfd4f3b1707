import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { type Connection, FTPUsageError } from "@isoftp/core";
import type { ByteStream } from "../byte-stream.ts";
import { CipherTap } from "../cipher-tap.ts";
import { Fate } from "../fate.ts";
import { GivenStream } from "../given-stream.ts";
import { closedHere, handshakeFailed } from "../socket-errors.ts";
import { TlsStream } from "../tls-stream.ts";
import type { ServerTls } from "./server-tls.ts";

const BUFFER_SIZE = 256 * 1024;

/** A connection that a server has accepted, in the clear or with TLS. */
export class AcceptedConnection implements Connection {
	readonly remoteAddress: string;
	readonly #fate = new Fate();
	readonly #socket: Socket;
	readonly #plain: GivenStream;
	#stream: ByteStream;
	#tls: TLSSocket | undefined;
	#closed = false;

	constructor(socket: Socket) {
		this.remoteAddress = socket.remoteAddress ?? "";
		this.#socket = socket;
		this.#plain = new GivenStream(socket, this.#fate);
		this.#stream = this.#plain;
	}

	/** Whether the TLS handshake resumed an earlier session of this server. */
	get sessionReused(): boolean {
		return this.#tls?.isSessionReused() ?? false;
	}

	async read(): Promise<Uint8Array | undefined> {
		this.#mustBeOpen();
		return this.#stream.read();
	}

	async write(bytes: Uint8Array): Promise<void> {
		this.#mustBeOpen();
		await this.#stream.write(bytes);
	}

	async end(): Promise<void> {
		this.#mustBeOpen();
		await this.#stream.end();
	}

	async startTls(): Promise<void> {
		throw new FTPUsageError("UNSUPPORTED", "An accepted connection does TLS as a server: use acceptTls()");
	}

	/** Turns this connection into TLS, as the server. */
	async acceptTls(tls: ServerTls): Promise<void> {
		this.#mustBeOpen();
		const tap = new CipherTap(this.#plain, this.#fate);
		this.#stream = await this.#fate.until<ByteStream>((resolve, reject) => {
			const failed = (cause: unknown): void => reject(handshakeFailed(this.remoteAddress, cause));
			const socket = tls.accept(tap);
			this.#tls = socket;
			socket.on("error", failed);
			socket.on("close", () => failed(new Error("the connection was closed")));
			// At once, because the client's first bytes may come in the same moment as the end of its handshake.
			socket.once("secure", () => resolve(new TlsStream(socket, tap, BUFFER_SIZE, this.#fate)));
			tap.onFin = () => failed(new Error("the client ended the connection"));
			this.#plain.intercept(tap);
		});
	}

	close(): void {
		if (!this.#closed) {
			this.#closed = true;
			this.#fate.fail(closedHere());
			this.#tls?.destroy();
			this.#plain.socket.destroy();
		}
	}

	/** Ends it with RST. (A reader on Node 20 sees a plain end when bytes and RST arrive in the same turn of its event loop.) */
	reset(): void {
		if (!this.#closed) {
			this.#socket.resetAndDestroy();
			this.close();
		}
	}

	#mustBeOpen(): void {
		if (this.#closed) {
			throw closedHere();
		}
	}
}
