import type { Socket } from "node:net";
import { type SecureContext, TLSSocket } from "node:tls";

/** More than any client may send without being answered. */
const MOST_BUFFERED = 256 * 1024;

/** A socket read by the line, which can turn into TLS in the middle. */
export class LineSocket {
	readonly beneath: Socket;
	/** When the other side has ended or is lost. */
	readonly gone: Promise<void>;
	#socket: Socket;
	#buffered = "";
	#isOver = false;
	#wake: () => void = () => undefined;
	#over: () => void = () => undefined;

	constructor(socket: Socket) {
		this.beneath = socket;
		this.#socket = socket;
		socket.setNoDelay(true);
		this.gone = new Promise((resolve) => {
			this.#over = () => {
				this.#isOver = true;
				this.#wake();
				resolve();
			};
		});
		socket.once("close", this.#over);
		this.#listen(socket);
	}

	/** Waits until the bytes are taken; false when the other side has gone. */
	async write(bytes: string | Uint8Array): Promise<boolean> {
		if (this.#isOver || this.#socket.destroyed) return false;
		const taken = new Promise<boolean>((resolve) => this.#socket.write(bytes, (error) => resolve(!error)));
		return await Promise.race([taken, this.gone.then(() => false)]);
	}

	/** The next line, without its end; undefined when the other side has ended. */
	async line(): Promise<string | undefined> {
		for (;;) {
			const end = this.#buffered.indexOf("\n");
			if (end >= 0) {
				const line = this.#buffered.slice(0, end).replace(/\r$/, "");
				this.#buffered = this.#buffered.slice(end + 1);
				return line;
			}
			if (this.#isOver) return undefined;
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
	}

	async startTls(secureContext: SecureContext): Promise<void> {
		this.beneath.removeAllListeners("data");
		const upgraded = new TLSSocket(this.beneath, { isServer: true, secureContext });
		this.#socket = upgraded;
		this.#listen(upgraded);
		await Promise.race([new Promise<void>((resolve) => upgraded.once("secure", resolve)), this.gone]);
	}

	end(): void {
		this.#socket.end();
	}

	reset(): void {
		this.beneath.resetAndDestroy();
	}

	#listen(socket: Socket): void {
		// Clients that go away in the middle are what all this is about.
		socket.on("error", () => undefined);
		socket.on("data", (bytes: Buffer) => {
			// latin1: one character for one byte, so that a test can look at the bytes.
			if (this.#buffered.length < MOST_BUFFERED) this.#buffered += bytes.toString("latin1");
			this.#wake();
		});
		socket.on("end", this.#over);
	}
}
