import type { TLSSocket } from "node:tls";
import type { Bytes } from "@isoftp/core";
import { allocate } from "./buffers.ts";
import { endAll, type OwnStream, writeAll } from "./byte-stream.ts";
import type { CipherTap } from "./cipher-tap.ts";
import type { Fate } from "./fate.ts";
import { connectionLost, truncated } from "./socket-errors.ts";

/**
 * The TLS layer of a connection, after its handshake. Node hands out one record of at most 16 KiB at a time; those that arrive
 * together are handed on together, for everything that is done with a chunk costs more than copying it.
 */
export class TlsStream implements OwnStream {
	readonly #socket: TLSSocket;
	readonly #tap: CipherTap | undefined;
	readonly #fate: Fate;
	readonly #bufferSize: number;
	#buffer: Buffer | undefined;
	/** What the reader was given last. */
	#given: Uint8Array | undefined;
	#records: Buffer[] = [];
	#size = 0;
	#deliver: ((bytes: Uint8Array | undefined) => void) | undefined;
	#reject: ((error: ReturnType<typeof truncated>) => void) | undefined;
	#ended = false;
	#untried = true;

	/** @param tap Tells a cut from an end; without it, both are an end. */
	constructor(socket: TLSSocket, tap: CipherTap | undefined, bufferSize: number, fate: Fate) {
		this.#socket = socket;
		this.#tap = tap;
		this.#bufferSize = bufferSize;
		this.#fate = fate;
		socket.on("data", (record: Buffer) => this.#received(record));
		socket.on("end", () => {
			this.#ended = true;
			this.#wake();
		});
		socket.on("error", (error) => fate.fail(connectionLost(error, this.#untried)));
		socket.on("close", () => {
			if (!this.#ended) {
				fate.fail(connectionLost(new Error("the socket was closed")));
			}
		});
		if (tap) tap.onFin = () => this.#afterFin();
	}

	async read(): Promise<Uint8Array | undefined> {
		if (this.#size > 0) {
			return this.#take();
		}
		if (this.#ended) {
			return undefined;
		}
		return this.#fate.until((resolve, reject) => {
			this.#deliver = resolve;
			this.#reject = reject;
			this.#socket.resume();
			this.#afterFin();
		});
	}

	keep(): Bytes {
		const given = this.#given ?? Buffer.alloc(0);
		if (given.buffer !== this.#buffer?.buffer || given.length < this.#bufferSize / 2) {
			return new Uint8Array(given);
		}
		this.#buffer = undefined;
		return new Uint8Array(given.buffer as ArrayBuffer, given.byteOffset, given.length);
	}

	write(bytes: Uint8Array): Promise<void> {
		return writeAll(this.#socket, bytes, this.#fate);
	}

	end(): Promise<void> {
		return endAll(this.#socket, this.#fate);
	}

	#received(record: Buffer): void {
		this.#untried = false;
		this.#records.push(record);
		this.#size += record.length;
		if (this.#deliver !== undefined) {
			if (this.#records.length === 1) {
				// The rest of what the socket has just received is decrypted before the next tick.
				process.nextTick(() => this.#wake());
			}
		} else if (this.#size >= this.#bufferSize) {
			this.#socket.pause();
		}
	}

	#wake(): void {
		const deliver = this.#deliver;
		if (deliver !== undefined && (this.#size > 0 || this.#ended)) {
			this.#deliver = undefined;
			this.#reject = undefined;
			deliver(this.#size > 0 ? this.#take() : undefined);
		}
	}

	/** As many records as fit into the buffer; a single one as it is. */
	#take(): Uint8Array {
		const [first = Buffer.alloc(0)] = this.#records;
		let count = 1;
		let length = first.length;
		for (; count < this.#records.length; count++) {
			const next = this.#records[count]?.length ?? 0;
			if (length + next > this.#bufferSize) {
				break;
			}
			length += next;
		}
		const taken = this.#records.splice(0, count);
		this.#size -= length;
		this.#given = first;
		if (count === 1) {
			return first;
		}
		this.#buffer ??= allocate(this.#bufferSize);
		let at = 0;
		for (const record of taken) {
			this.#buffer.set(record, at);
			at += record.length;
		}
		this.#given = this.#buffer.subarray(0, at);
		return this.#given;
	}

	/**
	 * FIN has come: if no close_notify came before it, the reader must hear of that once it has had all there is. What the socket
	 * has received travels up through ticks alone, so after them, in the next round of the event loop, it has arrived or never will.
	 */
	#afterFin(): void {
		const tap = this.#tap;
		if (!tap?.sawFin || this.#deliver === undefined) {
			return;
		}
		setImmediate(() => {
			if (this.#ended || this.#deliver === undefined) {
				return;
			}
			if (tap.readableLength > 0 || this.#socket.readableLength > 0) {
				this.#afterFin();
			} else {
				this.#deliver = undefined;
				this.#reject?.(truncated());
			}
		});
	}
}
