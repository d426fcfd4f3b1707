import type { Connection } from "../../client/dialer.ts";
import { FTPNetworkError } from "../../errors/index.ts";
import { within } from "./deadline.ts";
import type { DataFault } from "./options.ts";
import type { ServerSession } from "./session.ts";

/** The data connection broke: 426, unless the fault that was asked for has a reply of its own. */
export class DataBroken extends Error {
	readonly reply: string;

	constructor(reply = "426 The data connection was lost") {
		super(reply);
		this.reply = reply;
	}
}

/** A data connection with the server's patience, and with the fault that a test has asked for. */
export class DataStream {
	readonly #connection: Connection;
	readonly #session: ServerSession;
	readonly #aborted: AbortSignal;
	readonly #fault: DataFault | undefined;
	/** Bytes until the fault. */
	#left: number;

	constructor(connection: Connection, session: ServerSession, aborted: AbortSignal, fault: DataFault | undefined) {
		this.#connection = connection;
		this.#session = session;
		this.#aborted = aborted;
		this.#fault = fault;
		this.#left = fault?.after ?? Number.POSITIVE_INFINITY;
	}

	/** The next bytes of an upload; `undefined` after a clean end. */
	async read(): Promise<Uint8Array | undefined> {
		if (this.#left === 0) {
			await this.#fail("upload");
		}
		const bytes = await this.#patiently(this.#connection.read());
		const kept = bytes?.subarray(0, this.#left);
		this.#left -= kept?.length ?? 0;
		return kept;
	}

	/** Bytes of a download. */
	async write(bytes: Uint8Array): Promise<void> {
		const part = bytes.subarray(0, this.#left);
		this.#left -= part.length;
		await this.#patiently(this.#connection.write(part));
		if (this.#left === 0) {
			await this.#fail("download");
		}
	}

	/** The end of a download: our end, then the client's. */
	async finishSending(): Promise<void> {
		if (this.#left === 0) {
			await this.#fail("download");
		}
		await this.#patiently(this.#connection.end());
		try {
			await this.#drain();
		} catch (error) {
			// Everything has been sent, so most servers do not mind how the client goes.
			if (this.#session.settings.quirks.strictCloseNotify || this.#aborted.aborted) {
				throw error;
			}
		}
	}

	/** The end of an upload: the client's has been read, now ours. */
	async finishReceiving(): Promise<void> {
		await this.#patiently(this.#connection.end());
	}

	async #drain(): Promise<void> {
		while ((await this.#patiently(this.#connection.read())) !== undefined) {}
	}

	/** Bounds a wait: after it the connection is closed, which ends the wait. */
	async #patiently<T>(work: Promise<T>): Promise<T> {
		const { clock, timeouts } = this.#session.settings;
		try {
			return await within(clock, timeouts.data, work, () => this.#connection.close());
		} catch (error) {
			throw error instanceof FTPNetworkError ? new DataBroken() : error;
		}
	}

	async #fail(direction: "upload" | "download"): Promise<never> {
		const { host } = this.#session;
		switch (this.#fault?.how) {
			case "reset":
				host.reset === undefined ? this.#connection.close() : host.reset(this.#connection);
				break;
			case "cut":
				this.#connection.close();
				break;
			case "gone":
				this.#connection.close();
				this.#session.connection.close();
				break;
			case "end":
				await this.#patiently(this.#connection.end());
				break;
			case "stall":
				await (direction === "download" ? this.#drain() : this.#idle());
		}
		throw new DataBroken(this.#fault?.reply);
	}

	/** Waits until the transfer is aborted or the server's patience ends. */
	async #idle(): Promise<void> {
		const { clock, timeouts } = this.#session.settings;
		let cancel = (): void => {};
		await new Promise<void>((resolve) => {
			cancel = clock.after(timeouts.data, resolve);
			this.#aborted.addEventListener("abort", () => resolve(), { once: true });
		}).finally(cancel);
	}
}
