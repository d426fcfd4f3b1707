import type { Clock } from "../client/clock.ts";
import { FTPNetworkError } from "../errors/index.ts";

export interface PipeOptions {
	readonly clock: Clock;
	/** Milliseconds from one end to the other. */
	readonly latency: number;
	/** Most bytes sent and not yet read; a writer waits for room. */
	readonly bufferSize: number;
	/** Most bytes one read returns. */
	readonly chunkSize: number;
	/** Sees every byte as it leaves. */
	readonly onSent?: (bytes: Uint8Array) => void;
}

/** One direction of a TCP connection in memory: bytes, then FIN or RST. */
export class MemoryPipe {
	readonly #options: PipeOptions;
	readonly #arrived: Uint8Array[] = [];
	#arrivedBytes = 0;
	/** Bytes under way or arrived, not yet read. */
	#occupied = 0;
	#ending = false;
	#ended = false;
	/** What the writer is told: that the reader has gone. */
	#refused: FTPNetworkError | undefined;
	/** What the reader is told: reset by the writer, or closed by itself. */
	#failure: FTPNetworkError | undefined;
	#wake: (() => void)[] = [];

	constructor(options: PipeOptions) {
		this.#options = options;
	}

	/** Bytes that have arrived and were not read. */
	get unread(): number {
		return this.#arrivedBytes;
	}

	/** Bytes sent and not read, arrived or not. */
	get outstanding(): number {
		return this.#occupied;
	}

	async read(): Promise<Uint8Array | undefined> {
		while (this.#failure === undefined) {
			if (this.#arrivedBytes > 0) {
				return this.#take();
			}
			if (this.#ended) {
				return undefined;
			}
			await this.#change();
		}
		throw this.#failure;
	}

	/** Resolves when all of `bytes` has found room on the way. */
	async write(bytes: Uint8Array): Promise<void> {
		for (let rest = bytes; rest.length > 0; ) {
			if (this.#refused !== undefined) {
				throw this.#refused;
			}
			if (this.#ending) {
				throw new FTPNetworkError("CONNECTION_LOST", "Bytes were written after the end");
			}
			const room = this.#options.bufferSize - this.#occupied;
			if (room > 0) {
				// Not slice(): on a Buffer of Node's that is only a view.
				const piece = new Uint8Array(rest.subarray(0, room));
				rest = rest.subarray(piece.length);
				this.#occupied += piece.length;
				this.#options.onSent?.(piece);
				this.#travel(() => this.#arrive(piece));
			} else {
				await this.#change();
			}
		}
	}

	/** FIN: the reader sees the end after all bytes. Safe twice. */
	end(): void {
		if (!this.#ending) {
			this.#ending = true;
			this.#travel(() => {
				this.#ended = true;
			});
		}
	}

	/** RST: what the reader has not read is lost. */
	reset(): void {
		this.#ending = true;
		this.#travel(() => this.#fail("The connection was reset by the other side"));
	}

	/** The reader goes: it can read no more, and whoever writes on is answered by an RST. */
	close(): void {
		this.#fail("The connection was closed on this side");
		this.#travel(() => {
			this.#refused ??= new FTPNetworkError("CONNECTION_LOST", "The other side has closed the connection");
		});
	}

	#arrive(piece: Uint8Array): void {
		if (this.#failure === undefined) {
			this.#arrived.push(piece);
			this.#arrivedBytes += piece.length;
		}
	}

	#fail(message: string): void {
		this.#failure ??= new FTPNetworkError("CONNECTION_LOST", message);
		this.#arrived.length = 0;
		this.#arrivedBytes = 0;
		this.#notify();
	}

	#take(): Uint8Array {
		const bytes = new Uint8Array(Math.min(this.#arrivedBytes, this.#options.chunkSize));
		let filled = 0;
		while (filled < bytes.length) {
			const [first = bytes] = this.#arrived;
			const part = first.subarray(0, bytes.length - filled);
			bytes.set(part, filled);
			filled += part.length;
			if (part.length < first.length) {
				this.#arrived[0] = first.subarray(part.length);
			} else {
				this.#arrived.shift();
			}
		}
		this.#arrivedBytes -= filled;
		this.#occupied -= filled;
		this.#notify();
		return bytes;
	}

	#travel(arrive: () => void): void {
		const delivered = (): void => {
			arrive();
			this.#notify();
		};
		if (this.#options.latency > 0) {
			this.#options.clock.after(this.#options.latency, delivered);
		} else {
			delivered();
		}
	}

	#change(): Promise<void> {
		return new Promise((resolve) => {
			this.#wake.push(resolve);
		});
	}

	#notify(): void {
		const woken = this.#wake;
		this.#wake = [];
		for (const wake of woken) {
			wake();
		}
	}
}
