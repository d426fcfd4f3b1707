import { Socket, type TcpNetConnectOpts } from "node:net";
import type { Duplex } from "node:stream";
import type { Bytes } from "@isoftp/core";
import { allocate } from "./buffers.ts";
import { endAll, type OwnStream, writeAll } from "./byte-stream.ts";
import type { Fate } from "./fate.ts";
import { connectionLost } from "./socket-errors.ts";

/** Milliseconds of silence after which the system asks whether the other side is there: routers forget idle connections. */
const KEEP_ALIVE = 30_000;

/** The TCP layer of a connection, with what TLS needs to begin on top of it. */
export interface LowStream extends OwnStream {
	readonly socket: Duplex;
	/** What has been received and not been read. */
	readonly unread: Buffer | undefined;
	/** Whether the other side has sent FIN. */
	readonly hasEnded: boolean;
	/** From now on bytes and end go to the interceptor. */
	intercept(interceptor: Interceptor): void;
	resume(): void;
}

/** Who takes the bytes in place of the reader: TLS, once it has begun. */
export interface Interceptor {
	/** Bytes that are only valid during the call. False asks for a pause, until `resume()`. */
	received(bytes: Buffer): boolean;
	ended(): void;
}

/**
 * A TCP socket that is read into two buffers of ours (Node's `onread`), which costs a third of what 'data' events do, for those bring
 * a new array each. The reader has bytes of one buffer while the other is filled, as often as there is something; when it is full, the
 * socket is not read. So a reader who is slow gets large pieces, and a fast one gets them at once.
 */
export class PlainStream implements LowStream {
	readonly socket: Socket;
	readonly #fate: Fate;
	readonly #size: number;
	/** The buffer that the socket fills, and how far it has come. */
	#filling: Buffer;
	#filled = 0;
	/** Where in it the bytes begin that nobody has read. */
	#unreadFrom = 0;
	/** A full buffer that nobody has read, from there on; the socket is stopped meanwhile. */
	#full: Buffer | undefined;
	/** The buffer that is filled next. */
	#spare: Buffer | undefined;
	#given: Buffer | undefined;
	#deliver: ((bytes: Buffer | undefined) => void) | undefined;
	#interceptor: Interceptor | undefined;
	#stopped = false;
	#ended = false;

	constructor(bufferSize: number, fate: Fate) {
		this.#fate = fate;
		this.#size = bufferSize;
		this.#filling = allocate(bufferSize);
		this.socket = new Socket({
			allowHalfOpen: true,
			onread: {
				// Node asks at the beginning, and whenever the callback has returned.
				buffer: () => this.#filling.subarray(this.#filled),
				callback: (count) => this.#received(count),
			},
		});
		// Commands are short and written at once; waiting for more would only delay them.
		this.socket.setNoDelay(true);
		this.socket.setKeepAlive(true, KEEP_ALIVE);
		this.socket.on("error", (error) => fate.fail(connectionLost(error)));
		this.socket.on("end", () => this.#end());
		this.socket.on("close", () => {
			if (!this.#ended) {
				fate.fail(connectionLost(new Error("the socket was closed")));
			}
		});
	}

	get unread(): Buffer | undefined {
		const unread = this.#full ?? this.#filling.subarray(this.#unreadFrom, this.#filled);
		return unread.length > 0 ? unread : undefined;
	}

	get hasEnded(): boolean {
		return this.#ended;
	}

	connect(options: TcpNetConnectOpts): Promise<void> {
		return this.#fate.until((resolve) => this.socket.connect(options, resolve));
	}

	intercept(interceptor: Interceptor): void {
		this.#interceptor = interceptor;
	}

	resume(): void {
		if (this.#stopped) {
			this.#stopped = false;
			this.socket.resume();
		}
	}

	read(): Promise<Uint8Array | undefined> {
		const { unread } = this;
		if (unread !== undefined) {
			// After a full buffer the socket goes on with the other one, whose bytes the reader has given back by this call.
			if (this.#full === undefined) {
				this.#unreadFrom = this.#filled;
			}
			this.#full = undefined;
			this.#given = unread;
			this.resume();
			return Promise.resolve(unread);
		}
		if (this.#ended) {
			return Promise.resolve(undefined);
		}
		return this.#fate.until((resolve) => {
			this.#deliver = resolve;
			this.resume();
		});
	}

	keep(): Bytes {
		const given = this.#given ?? Buffer.alloc(0);
		// What is not filled of a buffer goes with it: at most as much again.
		if (given.length < this.#size / 2 || given.buffer !== this.#spare?.buffer) {
			return new Uint8Array(given);
		}
		this.#spare = undefined;
		return new Uint8Array(given.buffer as ArrayBuffer, given.byteOffset, given.length);
	}

	write(bytes: Uint8Array): Promise<void> {
		return writeAll(this.socket, bytes, this.#fate);
	}

	end(): Promise<void> {
		return endAll(this.socket, this.#fate);
	}

	#received(count: number): boolean {
		const from = this.#filled;
		this.#filled += count;
		if (this.#interceptor !== undefined) {
			this.#filled = 0;
			this.#stopped = !this.#interceptor.received(this.#filling.subarray(from, from + count));
		} else if (this.#deliver !== undefined) {
			const deliver = this.#deliver;
			this.#deliver = undefined;
			this.#given = this.#turnOver(from);
			deliver(this.#given);
		} else if (this.#filled === this.#size) {
			this.#full = this.#turnOver(this.#unreadFrom);
			this.#stopped = true;
		}
		return !this.#stopped;
	}

	/** What is in the buffer, from there on; the other buffer is filled from now on. */
	#turnOver(from: number): Buffer {
		const bytes = this.#filling.subarray(from, this.#filled);
		const filled = this.#filling;
		this.#filling = this.#spare ?? allocate(this.#size);
		this.#spare = filled;
		this.#filled = 0;
		this.#unreadFrom = 0;
		return bytes;
	}

	#end(): void {
		this.#ended = true;
		this.#interceptor?.ended();
		this.#deliver?.(undefined);
		this.#deliver = undefined;
	}
}
