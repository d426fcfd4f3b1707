import type { TLSSocket } from "node:tls";
import type { Bytes } from "@isoftp/core";
import { endAll, type OwnStream, writeAll } from "./byte-stream.ts";
import type { CipherTap } from "./cipher-tap.ts";
import type { Fate } from "./fate.ts";
import { connectionLost, truncated } from "./socket-errors.ts";

/** Records that may wait for the reader: a server could make each of one byte, and each takes far more to keep. */
const MOST_RECORDS = 256;

/**
 * The TLS layer of a connection, after its handshake. Node hands out one record of at most 16 KiB at a time, in memory of its own, and
 * so they are handed on: to gather them in a larger buffer costs more than it saves, and more than twice the memory.
 */
export class TlsStream implements OwnStream {
	readonly #socket: TLSSocket;
	readonly #tap: CipherTap | undefined;
	readonly #fate: Fate;
	readonly #bufferSize: number;
	/** What the reader was given last. */
	#given: Buffer | undefined;
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
		this.#release();
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
		if (!isWhole(given)) return new Uint8Array(given);
		this.#given = undefined;
		return new Uint8Array(given.buffer as ArrayBuffer);
	}

	write(bytes: Uint8Array): Promise<void> {
		return writeAll(this.#socket, bytes, this.#fate);
	}

	end(): Promise<void> {
		return endAll(this.#socket, this.#fate);
	}

	/**
	 * Frees the memory of what the reader had last, which he has given back. V8 would do so only when 64 MB of it have come together, and receive on
	 * while it does (docs/decisions/0012-bytes-on-node.md). Node 20 cannot.
	 */
	#release(): void {
		const given = this.#given;
		this.#given = undefined;
		if (given && isWhole(given)) (given.buffer as Transferable).transfer?.(0);
	}

	#received(record: Buffer): void {
		this.#untried = false;
		this.#records.push(record);
		this.#size += record.length;
		if (this.#deliver !== undefined) {
			this.#wake();
		} else if (this.#size >= this.#bufferSize || this.#records.length >= MOST_RECORDS) {
			this.#socket.pause();
		}
	}

	#wake(): void {
		const deliver = this.#deliver;
		if (deliver !== undefined && (this.#size > 0 || this.#ended)) {
			this.#deliver = undefined;
			this.#reject = undefined;
			deliver(this.#take());
		}
	}

	#take(): Buffer | undefined {
		const record = this.#records.shift();
		this.#size -= record?.length ?? 0;
		this.#given = record;
		return record;
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
			if (this.#ended || this.#deliver === undefined || this.#socket.destroyed) {
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

/** An `ArrayBuffer`, as ES2024 has it. */
interface Transferable {
	transfer?(size: number): unknown;
}

/** Node makes a buffer for each record, of its size. Where it does not, others may have a share in it. */
function isWhole(record: Buffer): boolean {
	return record.length === record.buffer.byteLength;
}
