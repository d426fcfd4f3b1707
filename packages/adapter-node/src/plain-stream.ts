import { Socket, type TcpNetConnectOpts } from "node:net";
import { type ByteStream, endAll, writeAll } from "./byte-stream.ts";
import type { Fate } from "./fate.ts";
import { connectionLost } from "./socket-errors.ts";

/** Milliseconds of silence after which the system asks whether the other side is there: routers forget idle connections. */
const KEEP_ALIVE = 30_000;

/** Who takes the bytes in place of the reader: TLS, once it has begun. */
export interface Interceptor {
	/** Bytes that are only valid during the call. False asks for a pause, until `resume()`. */
	received(bytes: Buffer): boolean;
	ended(): void;
}

/**
 * A TCP socket that is read one buffer at a time. Node's `onread` receives straight into two buffers of ours, which take turns:
 * the reader has one while the next bytes go into the other, and when both are full the socket is not read. That costs a third
 * of what 'data' events do, which bring a new array of up to 64 KiB each.
 */
export class PlainStream implements ByteStream {
	readonly socket: Socket;
	readonly #fate: Fate;
	readonly #buffers: readonly [Buffer, Buffer];
	#turn: 0 | 1 = 0;
	#unread: Buffer | undefined;
	#deliver: ((bytes: Buffer | undefined) => void) | undefined;
	#interceptor: Interceptor | undefined;
	#stopped = false;
	#ended = false;

	constructor(bufferSize: number, fate: Fate) {
		this.#fate = fate;
		this.#buffers = [Buffer.allocUnsafeSlow(bufferSize), Buffer.allocUnsafeSlow(bufferSize)];
		this.socket = new Socket({
			allowHalfOpen: true,
			onread: {
				buffer: () => this.#buffers[this.#turn],
				callback: (count, buffer) => this.#received(Buffer.from(buffer.buffer, buffer.byteOffset, count)),
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

	/** What has been received and not been read. */
	get unread(): Buffer | undefined {
		return this.#unread;
	}

	get hasEnded(): boolean {
		return this.#ended;
	}

	connect(options: TcpNetConnectOpts): Promise<void> {
		return this.#fate.until((resolve) => this.socket.connect(options, resolve));
	}

	/** From now on bytes and end go to the interceptor. */
	intercept(interceptor: Interceptor): void {
		this.#interceptor = interceptor;
	}

	resume(): void {
		if (this.#stopped) {
			this.#stopped = false;
			this.socket.resume();
		}
	}

	async read(): Promise<Uint8Array | undefined> {
		if (this.#unread !== undefined) {
			const bytes = this.#unread;
			this.#unread = undefined;
			return bytes;
		}
		if (this.#ended) {
			return undefined;
		}
		return this.#fate.until((resolve) => {
			this.#deliver = resolve;
			this.resume();
		});
	}

	write(bytes: Uint8Array): Promise<void> {
		return writeAll(this.socket, bytes, this.#fate);
	}

	end(): Promise<void> {
		return endAll(this.socket, this.#fate);
	}

	#received(bytes: Buffer): boolean {
		this.#turn = this.#turn === 0 ? 1 : 0;
		if (this.#interceptor !== undefined) {
			this.#stopped = !this.#interceptor.received(bytes);
		} else if (this.#deliver !== undefined) {
			const deliver = this.#deliver;
			this.#deliver = undefined;
			deliver(bytes);
		} else {
			this.#unread = bytes;
			this.#stopped = true;
		}
		return !this.#stopped;
	}

	#end(): void {
		this.#ended = true;
		this.#interceptor?.ended();
		this.#deliver?.(undefined);
		this.#deliver = undefined;
	}
}
