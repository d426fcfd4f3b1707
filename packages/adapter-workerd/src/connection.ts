import { type Bytes, type Connection, type DialTarget, FTPUsageError, type SecureOptions } from "@isoftp/core";
import { closedHere, connectFailed, connectionLost, handshakeFailed, otherNameRefused } from "./failures.ts";
import { callQuietly, settleQuietly } from "./quiet.ts";
import { ReadSize } from "./read-size.ts";

/** How much one read can bring: lines, or as much as pays. */
const CONTROL_READ = 16 * 1024;
const DATA_READ = 512 * 1024;

/** A workerd socket as a `Connection`. */
export class SocketConnection implements Connection {
	/** What was dialled: workerd knows no other address, its own `remoteAddress` is this name as well. */
	readonly remoteAddress: string;
	readonly #peer: string;
	readonly #verifyOtherName: boolean;
	/** Names whose certificate was accepted before: it is hardly to blame for what fails later. */
	readonly #accepted: Set<string>;
	/** Only for data: on a control connection a read that waits for more than one byte may wait for ever. */
	readonly #readSize: ReadSize | undefined;
	#socket: Socket;
	#reader: ReadableStreamBYOBReader;
	#writer: WritableStreamDefaultWriter<Uint8Array>;
	/** Moves into each read and comes back with its result; a read that failed keeps it. */
	#buffer = new ArrayBuffer(0);
	/** How much the last read brought. */
	#length = 0;
	/** The name that TLS was started for. */
	#serverName: string | undefined;
	/** Nothing has come through TLS yet. Only the first byte in either direction proves a handshake on BoringSSL. */
	#isUnproven = false;
	#isEnded = false;
	#isClosed = false;
	/** Rejects each call that is still waiting: workerd leaves some of them pending for ever when their socket is closed. */
	readonly #waiting = new Set<() => void>();

	constructor(socket: Socket, { host, port, purpose }: DialTarget, verifyOtherName: boolean, accepted: Set<string>) {
		this.remoteAddress = host;
		this.#peer = `${host}:${port}`;
		this.#verifyOtherName = verifyOtherName;
		this.#accepted = accepted;
		this.#readSize = purpose === "data" ? new ReadSize() : undefined;
		this.#socket = socket;
		[this.#reader, this.#writer] = lock(socket);
	}

	/** Resolves when the connection stands. */
	async opened(): Promise<void> {
		await this.#attempt("", () => this.#socket.opened);
	}

	async read(): Promise<Uint8Array | undefined> {
		const started = Date.now();
		const { value } = await this.#attempt("waiting for bytes", () => {
			if (this.#buffer.byteLength === 0) this.#buffer = new ArrayBuffer(this.#readSize ? DATA_READ : CONTROL_READ);
			return this.#reader.readAtLeast(this.#readSize?.minimum ?? 1, new Uint8Array(this.#buffer));
		});
		if (value?.byteLength) {
			this.#isUnproven = false;
			this.#accepted.add(this.#serverName ?? "");
			this.#buffer = value.buffer as ArrayBuffer;
			this.#length = value.byteLength;
			this.#readSize?.learn(this.#length, Date.now() - started);
			return value;
		}
		// The end, and nothing has come through TLS. On a control connection that this side has not ended the handshake had failed,
		// for its server speaks first, or answers. A data connection may just carry an empty file: there the reply tells.
		if (this.#isUnproven && !this.#readSize && !this.#isEnded) throw this.#failure("", undefined);
		return undefined;
	}

	keep(): Bytes {
		const bytes = new Uint8Array(this.#buffer, 0, this.#length);
		// Little is copied: whoever keeps it would keep a whole buffer.
		if (this.#length * 2 < this.#buffer.byteLength) return new Uint8Array(bytes);
		this.#buffer = new ArrayBuffer(0);
		return bytes;
	}

	async write(bytes: Uint8Array): Promise<void> {
		await this.#attempt("sending", () => this.#writer.write(bytes));
		// workerd takes an empty write for done before there is a handshake.
		if (bytes.byteLength > 0) this.#isUnproven = false;
	}

	/**
	 * `writer.close()` and nothing else: closing the socket loses what is on its way (pyftpdlib acknowledged 2.7 of 5 MB), and
	 * `writer.abort()` throws it away.
	 */
	async end(): Promise<void> {
		await this.#attempt("ending", async () => {
			if (this.#isEnded) return;
			this.#isEnded = true;
			await this.#writer.close();
		});
	}

	async startTls({ serverName }: SecureOptions): Promise<void> {
		if (this.#serverName !== undefined) throw new FTPUsageError("BAD_ARGUMENT", "TLS was started on this connection already");
		const isOther = isOtherName(this.remoteAddress, serverName, this.#verifyOtherName);
		await this.#attempt("", () => {
			this.#serverName = serverName;
			this.#isUnproven = true;
			// Both locks first, with no call pending, or later reads and writes hang.
			this.#reader.releaseLock();
			this.#writer.releaseLock();
			// The name only when there is no way around it: the edge sends no server name at all when it is given one (workerd#6903).
			this.#socket = this.#socket.startTls(isOther ? { expectedServerHostname: serverName } : {});
			[this.#reader, this.#writer] = lock(this.#socket);
			// rustls: the end of the handshake. BoringSSL: resolves at once, and the handshake goes on behind.
			return this.#socket.opened;
		});
	}

	close(): void {
		this.#isClosed = true;
		for (const stop of this.#waiting) stop();
		callQuietly(() => this.#reader.cancel());
		// Not awaited: a socket that never connected takes up to 20 s.
		callQuietly(() => this.#socket.close());
	}

	/** What the call becomes, or a rejection as soon as this connection is closed. */
	async #attempt<T>(doing: string, call: () => Promise<T>): Promise<T> {
		let stop = (): void => {};
		try {
			return await new Promise<T>((resolve, reject) => {
				stop = reject;
				this.#waiting.add(stop);
				if (this.#isClosed) stop();
				else call().then(resolve, reject);
			});
		} catch (cause) {
			throw this.#failure(doing, cause);
		} finally {
			this.#waiting.delete(stop);
		}
	}

	/** @param doing what was under way once the connection stood */
	#failure(doing: string, cause: unknown): Error {
		if (this.#isClosed) return closedHere(this.#peer);
		const name = this.#serverName ?? "";
		if (this.#isUnproven) return handshakeFailed(name, cause, this.#readSize !== undefined || this.#accepted.has(name));
		return doing === "" ? connectFailed(this.#peer, cause) : connectionLost(this.#peer, doing, cause);
	}
}

/**
 * Whether the name to verify is another than the one dialled. Host names are compared without regard to case (RFC 4343), a numeric
 * IPv6 address with or without a URL's brackets.
 * @throws FTPTLSError UNSUPPORTED if it is, and nobody insists on it
 */
export function isOtherName(host: string, serverName: string, isAllowed: boolean): boolean {
	const plain = (name: string): string => name.replace(/^\[|\]$/gu, "").toLowerCase();
	const isOther = plain(host) !== plain(serverName);
	if (isOther && !isAllowed) throw otherNameRefused(host, serverName);
	return isOther;
}

function lock(socket: Socket): [ReadableStreamBYOBReader, WritableStreamDefaultWriter<Uint8Array>] {
	const reader = socket.readable.getReader({ mode: "byob" });
	const writer: WritableStreamDefaultWriter<Uint8Array> = socket.writable.getWriter();
	for (const promise of [socket.opened, socket.closed, reader.closed, writer.closed, writer.ready]) settleQuietly(promise);
	return [reader, writer];
}
