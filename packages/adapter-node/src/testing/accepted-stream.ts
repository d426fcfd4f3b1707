import type { Socket } from "node:net";
import { type ByteStream, endAll, writeAll } from "../byte-stream.ts";
import type { Fate } from "../fate.ts";
import type { Interceptor } from "../plain-stream.ts";
import { connectionLost } from "../socket-errors.ts";

/** The TCP layer of a connection that a server has accepted. It is read only when somebody asks. */
export class AcceptedStream implements ByteStream {
	readonly socket: Socket;
	readonly #fate: Fate;
	readonly #unread: Buffer[] = [];
	#deliver: ((bytes: Buffer | undefined) => void) | undefined;
	#interceptor: Interceptor | undefined;
	#ended = false;

	/** @param socket Paused since it was accepted, so that nothing can be missed. */
	constructor(socket: Socket, fate: Fate) {
		this.socket = socket;
		this.#fate = fate;
		socket.on("error", (error) => fate.fail(connectionLost(error)));
		socket.on("close", () => fate.fail(connectionLost(new Error("the socket was closed"))));
		socket.on("end", () => this.#end());
		socket.on("data", (bytes: Buffer) => this.#received(bytes));
		socket.pause();
	}

	get hasEnded(): boolean {
		return this.#ended;
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
		const bytes = this.#unread.shift();
		if (bytes !== undefined || this.#ended) {
			return bytes;
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
