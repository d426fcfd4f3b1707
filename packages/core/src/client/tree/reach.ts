import { FTPNetworkError, FTPReplyError, FTPTimeoutError, FTPTLSError, FTPUsageError } from "../../errors/index.ts";
import type { FTPMethods } from "../methods.ts";
import { isWorthRetrying } from "../worth-retrying.ts";

/** So many files, one after the other, that the network has failed in all their attempts: the next one would not fare better. */
const MOST_LOST = 10;

/** No session, and no data connection: the server shuts down, or has none to give. */
const NO_ENTRY = [421, 425];

/** What a login is refused by. Some servers say 530 to a file, too, which may not be read by this user. */
const LOGIN = /^(?:USER|PASS|ACCT|the connection)\b/;

/** The file is busy, or the server has stumbled over it: others need not fare like it (RFC 959, 4.2.2). */
const BUSY = [450, 451];

/** Sees what becomes of files, and tells when there is no server any more to go on with. */
export class Reach {
	readonly #client: FTPMethods;
	/** A session that is lost is not replaced. */
	readonly #isOnce: boolean;
	#lost = 0;

	constructor(client: FTPMethods, isOnce: boolean) {
		this.#client = client;
		this.#isOnce = isOnce;
	}

	/** A file has arrived. */
	arrived(): void {
		this.#lost = 0;
	}

	/**
	 * Whether all other files would fail like this one, whose attempts are used up: each after its own time of waiting, ten thousand of them for
	 * days. Refusals are about a file; that no connection can be made is about all of them.
	 */
	isOver(error: unknown): boolean {
		if (error instanceof FTPUsageError) return error.code !== "BAD_ARGUMENT";
		if (error instanceof FTPTLSError) return true;
		const isReply = error instanceof FTPReplyError;
		if (isReply && (NO_ENTRY.includes(error.code) || LOGIN.test(error.command))) return true;
		const isConnecting = error instanceof FTPNetworkError || error instanceof FTPTimeoutError;
		if (isConnecting && ["CONNECT_FAILED", "CONNECT_TIMEOUT"].includes(error.code)) return true;
		if (!isWorthRetrying(error) || (isReply && BUSY.includes(error.code))) return false;
		this.#lost += 1;
		return this.#lost >= MOST_LOST || (this.#isOnce && this.#client.closed);
	}
}
