import { Duplex } from "node:stream";
import { FTPProtocolError } from "@isoftp/core";
import type { Fate } from "./fate.ts";
import type { Interceptor, LowStream } from "./plain-stream.ts";

/** The first byte of a server's first record: an alert or a handshake message (RFC 8446, 5.1). */
const ALERT = 0x15;
const HANDSHAKE = 0x16;

/** What it needs of the TCP layer. */
type Below = Pick<LowStream, "socket" | "hasEnded" | "resume">;

/**
 * What stands between TLS and the TCP socket, to see the two ends apart: Node reports a connection cut by FIN and one ended by
 * close_notify in the same way. The FIN stops here. So if TLS says that it has ended, that was close_notify, and if FIN has come
 * and TLS says nothing, the connection was cut (docs/decisions/0006-truncation-on-node.md).
 *
 * It passes errors to nobody: `Fate` hears of them from the socket itself.
 */
export class CipherTap extends Duplex implements Interceptor {
	/** Called when FIN has come. */
	onFin: (() => void) | undefined;
	readonly #below: Below;
	readonly #fate: Fate;
	#begun = false;

	constructor(below: Below, fate: Fate) {
		super({ allowHalfOpen: true });
		this.#below = below;
		this.#fate = fate;
		this.on("error", () => undefined);
	}

	get sawFin(): boolean {
		return this.#below.hasEnded;
	}

	received(bytes: Buffer): boolean {
		if (!this.#begun && bytes[0] !== HANDSHAKE && bytes[0] !== ALERT) {
			const text = bytes.toString("latin1");
			this.#fate.fail(new FTPProtocolError("BYTES_BEFORE_TLS", "a TLS handshake", text));
			return false;
		}
		this.#begun = true;
		// While TLS is reading, it takes the bytes during push() and copies them. Otherwise they wait here, and the buffer will not.
		const taken = this.readableFlowing === true && this.readableLength === 0;
		this.push(taken ? bytes : Buffer.from(bytes));
		return this.readableFlowing === true;
	}

	ended(): void {
		this.onFin?.();
	}

	override _read(): void {
		this.#below.resume();
	}

	override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
		this.#below.socket.write(chunk, (error) => {
			if (!error) {
				done();
			}
		});
	}

	override _writev(chunks: readonly { chunk: Buffer }[], done: () => void): void {
		const socket = this.#below.socket;
		socket.cork();
		for (const { chunk } of chunks.slice(0, -1)) {
			socket.write(chunk);
		}
		this._write(chunks.at(-1)?.chunk ?? Buffer.alloc(0), "latin1", done);
		socket.uncork();
	}

	override _final(done: () => void): void {
		this.#below.socket.end(done);
	}

	override _destroy(_error: Error | null, done: () => void): void {
		this.#below.socket.destroy();
		done();
	}
}
