import { type Connection, FTPUsageError, type SecureOptions } from "@isoftp/core";
import { closedHere, connectionLost, handshakeFailed, otherNameRefused } from "./failures.ts";
import { callQuietly, settleQuietly } from "./quiet.ts";
import { ReadSize } from "./read-size.ts";

export interface SocketFacts {
	/** What was dialled: workerd knows no other address, `remoteAddress` is this name as well. */
	readonly host: string;
	readonly port: number;
	readonly purpose: "control" | "data";
	readonly verifyOtherName: boolean;
}

/** A control connection carries lines. A data connection takes as much as one read can bring: measured in read-size.ts. */
const BUFFER_BYTES = { control: 16 * 1024, data: 256 * 1024 } as const;

/**
 * Where TLS stands. "unproven": started, and nothing has come through it yet. Only the first byte in either direction proves a
 * handshake on BoringSSL, see `handshakeFailed`.
 */
type Tls = "off" | "unproven" | "proven";

/** A workerd socket as a `Connection`. */
export class SocketConnection implements Connection {
	readonly #facts: SocketFacts;
	readonly #readSize: ReadSize | undefined;
	#socket: Socket;
	#reader: ReadableStreamBYOBReader;
	#writer: WritableStreamDefaultWriter<Uint8Array>;
	/** Moves into each read and comes back with its result; a read that failed keeps it. */
	#buffer = new ArrayBuffer(0);
	#tls: Tls = "off";
	#serverName = "";
	#writeFailure: unknown;
	#ended = false;
	#closed = false;
	/** Rejects each call that is still waiting: workerd leaves some of them pending for ever when their socket is closed. */
	readonly #waiting = new Set<(error: Error) => void>();

	constructor(socket: Socket, facts: SocketFacts) {
		this.#facts = facts;
		this.#readSize = facts.purpose === "data" ? new ReadSize() : undefined;
		this.#socket = socket;
		[this.#reader, this.#writer] = lock(socket);
	}

	get remoteAddress(): string {
		return this.#facts.host;
	}

	async read(): Promise<Uint8Array | undefined> {
		if (this.#closed) throw this.#closedHere();
		if (this.#buffer.byteLength === 0) this.#buffer = new ArrayBuffer(BUFFER_BYTES[this.#facts.purpose]);
		const minimum = this.#readSize?.minimum ?? 1;
		const started = this.#readSize ? Date.now() : 0;
		let bytes: Uint8Array | undefined;
		try {
			const result = await this.#unlessClosed(this.#reader.readAtLeast(minimum, new Uint8Array(this.#buffer)));
			bytes = result.value;
		} catch (error) {
			throw this.#failure("waiting for bytes", error);
		}
		if (!bytes || bytes.byteLength === 0) {
			this.#refuseUnprovenEnd();
			return undefined;
		}
		this.#prove();
		this.#buffer = bytes.buffer as ArrayBuffer;
		this.#readSize?.learn(bytes.byteLength, Date.now() - started);
		return bytes;
	}

	async write(bytes: Uint8Array): Promise<void> {
		if (this.#closed) throw this.#closedHere();
		if (bytes.byteLength === 0) return;
		try {
			await this.#unlessClosed(this.#writer.write(bytes));
		} catch (error) {
			this.#writeFailure ??= error;
			throw this.#failure("sending", error);
		}
		this.#prove();
	}

	/**
	 * `writer.close()` and nothing else: closing the socket loses what is on its way (pyftpdlib acknowledged 2.7 of 5 MB), and
	 * `writer.abort()` throws it away.
	 */
	async end(): Promise<void> {
		if (this.#closed) throw this.#closedHere();
		if (this.#ended) return;
		this.#ended = true;
		try {
			await this.#unlessClosed(this.#writer.close());
		} catch (error) {
			this.#writeFailure ??= error;
			throw this.#failure("ending", error);
		}
	}

	async startTls({ serverName }: SecureOptions): Promise<void> {
		if (this.#closed) throw this.#closedHere();
		if (this.#tls !== "off") throw new FTPUsageError("BAD_ARGUMENT", "TLS was started on this connection already");
		const { host, verifyOtherName } = this.#facts;
		const otherName = !sameName(host, serverName);
		if (otherName && !verifyOtherName) throw otherNameRefused(host, serverName);
		this.#serverName = serverName;
		try {
			// Both locks first, with no call pending, or later reads and writes hang.
			this.#reader.releaseLock();
			this.#writer.releaseLock();
			// The name only when there is no way around it: the edge sends no server name at all when it is given one (workerd#6903).
			this.#socket = this.#socket.startTls(otherName ? { expectedServerHostname: serverName } : {});
			[this.#reader, this.#writer] = lock(this.#socket);
			this.#tls = "unproven";
			// rustls: the end of the handshake. BoringSSL: resolves at once, and the handshake goes on behind.
			await this.#unlessClosed(this.#socket.opened);
		} catch (error) {
			if (this.#closed) throw this.#closedHere();
			throw handshakeFailed(serverName, error);
		}
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		const error = this.#closedHere();
		for (const reject of this.#waiting) reject(error);
		this.#waiting.clear();
		callQuietly(() => this.#reader.cancel());
		// Not awaited: a socket that never connected takes up to 20 s.
		callQuietly(() => this.#socket.close());
	}

	/** What `promise` becomes, or a rejection as soon as this connection is closed. */
	#unlessClosed<T>(promise: Promise<T>): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			this.#waiting.add(reject);
			promise.then(
				(value) => {
					this.#waiting.delete(reject);
					resolve(value);
				},
				(error) => {
					this.#waiting.delete(reject);
					reject(error);
				},
			);
		});
	}

	#prove(): void {
		if (this.#tls === "unproven") this.#tls = "proven";
	}

	/**
	 * The end of a connection whose TLS nothing has come through. When a write failed, or on a control connection that this side
	 * has not ended (its server speaks first, or answers), the handshake had failed. A data connection may just carry an empty
	 * file: there the reply tells.
	 */
	#refuseUnprovenEnd(): void {
		if (this.#tls !== "unproven") return;
		if (this.#writeFailure !== undefined || (this.#facts.purpose === "control" && !this.#ended)) {
			throw handshakeFailed(this.#serverName, this.#writeFailure);
		}
	}

	#failure(doing: string, error: unknown): Error {
		if (this.#closed) return this.#closedHere();
		if (this.#tls === "unproven") return handshakeFailed(this.#serverName, error);
		return connectionLost(this.#facts.host, this.#facts.port, doing, error);
	}

	#closedHere(): Error {
		return closedHere(this.#facts.host, this.#facts.port);
	}
}

/** Host names are compared without regard to case (RFC 4343), a numeric IPv6 address with or without a URL's brackets. */
export function sameName(one: string, other: string): boolean {
	const plain = (name: string): string => name.replace(/^\[|\]$/gu, "").toLowerCase();
	return plain(one) === plain(other);
}

function lock(socket: Socket): [ReadableStreamBYOBReader, WritableStreamDefaultWriter<Uint8Array>] {
	settleQuietly(socket.opened);
	settleQuietly(socket.closed);
	const reader = socket.readable.getReader({ mode: "byob" });
	const writer: WritableStreamDefaultWriter<Uint8Array> = socket.writable.getWriter();
	settleQuietly(reader.closed);
	settleQuietly(writer.closed);
	settleQuietly(writer.ready);
	return [reader, writer];
}
