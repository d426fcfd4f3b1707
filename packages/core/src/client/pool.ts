import { checkFlag, checkNames, demand } from "./demand.ts";
import { FTPMethods } from "./methods.ts";
import { type CoreOptions, settingsOf } from "./options.ts";
import { allParts } from "./parts.ts";
import { type PoolCounts, PoolKeeper } from "./pool-keeper.ts";
import { located } from "./url.ts";

/** What a pool has besides the options of a client. */
export interface PoolOptions {
	/** How many sessions there are at the most: 4 by default, on Workers 3. */
	readonly size?: number | undefined;
	/**
	 * Milliseconds after which a session that has nothing to do is ended, but for the last one, which stays for the next call; 60,000 by default,
	 * `Infinity` for never.
	 */
	readonly idleTimeout?: number | undefined;
}

/** How a pool is closed. */
export interface PoolCloseOptions {
	/** Whether the calls that were made before are served first. `close()` without it ends them, also while another one waits. `false` by default. */
	readonly wait?: boolean | undefined;
}

/**
 * An FTP client with several sessions: the methods of `FTPClient`, and calls made at the same time run at the same time.
 *
 * - `connect()` opens one session, so that a wrong password shows at once. More are opened when calls wait, up to `size` (4 by default).
 *   A server that refuses one is served with those that there are, and asked for one more after a minute. A session that was lost is
 *   replaced at the next call; with `retry` the call that was on it is made again on any other, before all that wait.
 * - Calls begin in the order in which they were made; where one depends on another, await that first.
 * - `cd()` and `cdup()` hold for the whole pool: calls made before them run where the pool was, calls made after them in the new place.
 * - `command()` and `run()` use any one session: what they change there, other calls may or may not see.
 * - A stream occupies its session until it ends.
 * - Where sessions at the same time take each other's TLS tickets (Workers, with servers that demand a session's own), there is one.
 */
export class FTPPool extends FTPMethods {
	readonly #keeper: PoolKeeper;

	/**
	 * @param host the server's name or address, or its URL (`ftps://user:pass@host`); what the options say counts before the URL
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	constructor(host: string | URL, options: CoreOptions & PoolOptions) {
		// What is no object is refused below, with the rest.
		const { size = 4, idleTimeout = 60_000, ...others } = (options ?? {}) as CoreOptions & PoolOptions;
		const settings = settingsOf(...located(host, others), allParts);
		demand(Number.isSafeInteger(size) && size >= 1, "size must be a whole number from 1");
		demand(typeof idleTimeout === "number" && idleTimeout > 0, "idleTimeout must be a number of milliseconds above 0");
		const keeper = new PoolKeeper(settings, size, idleTimeout);
		super(keeper, settings);
		this.#keeper = keeper;
	}

	/** How many sessions there are. */
	get sessions(): PoolCounts {
		return this.#keeper.counts;
	}

	/**
	 * Ends all sessions: at once, with the calls that wait and those under way, or after them. No more are taken in either case; a walk,
	 * or a tree, is many calls. Safe at any time, twice, and before `connect()`; never fails.
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	override async close(options: PoolCloseOptions = {}): Promise<void> {
		checkNames(options, { wait: 0 }, "close");
		checkFlag(options.wait, "wait");
		await this.#keeper.close(options.wait);
	}
}
