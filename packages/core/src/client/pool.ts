import { demand } from "./demand.ts";
import { FTPMethods } from "./methods.ts";
import { type CoreOptions, settingsOf } from "./options.ts";
import { allParts } from "./parts.ts";
import { PoolKeeper } from "./pool-keeper.ts";
import { located } from "./url.ts";

export interface PoolOptions {
	/** How many sessions there are at the most. */
	readonly size?: number | undefined;
}

/**
 * An FTP client with several sessions: the methods of `FTPClient`, and calls made at the same time run at the same time.
 *
 * - `connect()` opens one session, so that a wrong password shows at once. More are opened when calls wait, up to `size` (4 by default).
 *   A server that refuses one is served with those that there are. A session that was lost is replaced at the next call.
 * - Calls begin in the order in which they were made; where one depends on another, await that first.
 * - `cd()` and `cdup()` hold for the whole pool: calls made before them run where the pool was, calls made after them in the new place.
 * - `command()` and `run()` use any one session: what they change there, other calls may or may not see.
 * - A stream occupies its session until it ends.
 */
export class FTPPool extends FTPMethods {
	/**
	 * @param host the server's name or address, or its URL (`ftps://user:pass@host`); what the options say counts before the URL
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	constructor(host: string | URL, options: CoreOptions & PoolOptions) {
		// What is no object is refused below, with the rest.
		const { size = 4, ...others } = (options ?? {}) as CoreOptions & PoolOptions;
		const settings = settingsOf(...located(host, others), allParts);
		demand(Number.isSafeInteger(size) && size >= 1, "size must be a whole number from 1");
		super(new PoolKeeper(settings, size), settings);
	}
}
