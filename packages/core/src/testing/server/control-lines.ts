import type { Connection } from "../../client/dialer.ts";

const LF = 10;
const CR = 13;
const IAC = 255;
const WILL = 251;

/** Longest command line; longer ones are answered 500. A path may have 4096 bytes on most systems. */
const LONGEST_LINE = 8192;
/** Commands read ahead while a transfer runs; the rest waits in the network. */
const MOST_AHEAD = 256;

/** A command line, or the news that one was too long. */
export type ControlLine = { readonly bytes: Uint8Array } | "too long";

/** Cuts what a client sends into command lines. It reads only when asked, so that nothing is pending when TLS starts. */
export class ControlLines {
	readonly #connection: Connection;
	readonly #lines: ControlLine[] = [];
	#partial: number[] = [];
	#tooLong = false;
	#ended = false;
	#reading: Promise<void> | undefined;
	#watcher: ((line: ControlLine | undefined) => void) | undefined;

	constructor(connection: Connection) {
		this.#connection = connection;
	}

	/** The next line; `undefined` when the connection has ended, cleanly or not. */
	async next(): Promise<ControlLine | undefined> {
		while (this.#lines.length === 0 && !this.#ended) {
			await this.#read();
		}
		return this.#lines.shift();
	}

	/**
	 * Reads ahead and shows every line, `undefined` at the end, until the returned function is called. The lines stay in
	 * their place: `next()` gives them later, in order.
	 */
	watch(watcher: (line: ControlLine | undefined) => void): () => void {
		this.#watcher = watcher;
		for (const line of this.#lines) {
			watcher(line);
		}
		void this.#readAhead(watcher);
		return () => {
			this.#watcher = undefined;
		};
	}

	/** Forgets what was sent but not yet executed: before TLS it may be anybody's (RFC 4217, 10). */
	discard(): void {
		this.#lines.length = 0;
		this.#partial = [];
		this.#tooLong = false;
	}

	async #readAhead(watcher: (line: ControlLine | undefined) => void): Promise<void> {
		while (this.#watcher === watcher && !this.#ended && this.#lines.length < MOST_AHEAD) {
			await this.#read();
		}
		if (this.#ended) {
			this.#watcher?.(undefined);
		}
	}

	/** One read of the connection, shared by all who wait for it. */
	#read(): Promise<void> {
		this.#reading ??= this.#connection
			.read()
			.then(
				(bytes) => (bytes === undefined ? this.#end() : this.#push(bytes)),
				() => this.#end(),
			)
			.finally(() => {
				this.#reading = undefined;
			});
		return this.#reading;
	}

	#end(): void {
		this.#ended = true;
	}

	#push(bytes: Uint8Array): void {
		for (const byte of bytes) {
			if (byte === LF) {
				this.#add(this.#tooLong ? "too long" : { bytes: withoutTelnet(this.#partial) });
				this.#partial = [];
				this.#tooLong = false;
			} else if (this.#partial.length < LONGEST_LINE) {
				this.#partial.push(byte);
			} else {
				this.#tooLong = true;
			}
		}
	}

	#add(line: ControlLine): void {
		this.#lines.push(line);
		this.#watcher?.(line);
	}
}

/** Without the CR at the end and without Telnet's commands: IAC IP IAC DM come before ABOR (RFC 959, 4.1.3), IAC IAC is a 255. */
function withoutTelnet(line: readonly number[]): Uint8Array {
	const kept: number[] = [];
	for (let at = 0; at < line.length; at++) {
		const byte = line[at] ?? 0;
		const next = line[at + 1];
		if (byte !== IAC || next === IAC) {
			kept.push(byte);
		}
		if (byte === IAC && next !== undefined) {
			// WILL, WON'T, DO and DON'T are followed by one byte more.
			at += next >= WILL && next !== IAC ? 2 : 1;
		}
	}
	if (kept.at(-1) === CR) {
		kept.pop();
	}
	return Uint8Array.from(kept);
}
