import type { Duplex } from "node:stream";
import type { Bytes } from "@isoftp/core";
import { endAll, writeAll } from "./byte-stream.ts";
import type { Fate } from "./fate.ts";
import type { Interceptor, LowStream } from "./plain-stream.ts";
import { connectionLost } from "./socket-errors.ts";

/**
 * The TCP layer of a connection that somebody else has made: that came to a port of ours, or that goes through a proxy. Only a socket
 * that is made here can be read into buffers of our own; this one gives a new array for each read. It is read only when somebody asks.
 */
export class GivenStream implements LowStream {
	readonly socket: Duplex;
	readonly #fate: Fate;
	readonly #unread: Buffer[] = [];
	#given: Buffer | undefined;
	#deliver: ((bytes: Buffer | undefined) => void) | undefined;
	#interceptor: Interceptor | undefined;
	#ended = false;

	/** @param socket Paused since it was there, so that nothing can be missed. */
	constructor(socket: Duplex, fate: Fate) {
		this.socket = socket;
		this.#fate = fate;
		socket.on("error", (error) => fate.fail(connectionLost(error)));
		socket.on("end", () => this.#end());
		socket.on("close", () => {
			if (!this.#ended) {
				fate.fail(connectionLost(new Error("the socket was closed")));
			}
		});
		socket.on("data", (bytes: Buffer) => this.#received(bytes));
		socket.pause();
		if (socket.destroyed) fate.fail(connectionLost(socket.errored ?? new Error("the socket was closed")));
	}

	get hasEnded(): boolean {
		return this.#ended;
	}

	get unread(): Buffer | undefined {
		return this.#unread[0];
	}

	/** From now on bytes and end go to the interceptor, beginning with those that nobody has read. */
	intercept(interceptor: Interceptor): void {
		this.#interceptor = interceptor;
		for (const bytes of this.#unread.splice(0)) {
			interceptor.received(bytes);
		}
		if (this.#ended) {
			interceptor.ended();
		}
	}

	resume(): void {
		this.socket.resume();
	}

	async read(): Promise<Uint8Array | undefined> {
		this.#given = this.#unread.shift();
		if (this.#given !== undefined || this.#ended) {
			return this.#given;
		}
		return this.#fate.until((resolve) => {
			this.#deliver = resolve;
			this.resume();
		});
	}

	keep(): Bytes {
		// Its memory may be shared: only the stream that has made it knows.
		return new Uint8Array(this.#given ?? []);
	}

	write(bytes: Uint8Array): Promise<void> {
		return writeAll(this.socket, bytes, this.#fate);
	}

	end(): Promise<void> {
		return endAll(this.socket, this.#fate);
	}

	#received(bytes: Buffer): void {
		if (this.#interceptor !== undefined) {
			if (!this.#interceptor.received(bytes)) {
				this.socket.pause();
			}
			return;
		}
		this.socket.pause();
		if (this.#deliver === undefined) {
			this.#unread.push(bytes);
		} else {
			this.#given = bytes;
			this.#wake(bytes);
		}
	}

	#end(): void {
		this.#ended = true;
		this.#interceptor?.ended();
		this.#wake(undefined);
	}

	#wake(bytes: Buffer | undefined): void {
		const deliver = this.#deliver;
		this.#deliver = undefined;
		deliver?.(bytes);
	}
}
