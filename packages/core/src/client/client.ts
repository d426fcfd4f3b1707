import { FTPMethods } from "./methods.ts";
import { type CoreOptions, settingsOf } from "./options.ts";
import { allParts } from "./parts.ts";
import { SessionKeeper } from "./session-keeper.ts";
import { located } from "./url.ts";

/**
 * An FTP client: one session with one server.
 *
 * Calls made at the same time wait for their turn and never interleave. Every call but `command()` and `site()` takes a `signal`. Whatever fails, fails with
 * an `FTPError`; a method called before `connect()` or after `close()` fails with `FTPUsageError` and sends nothing.
 *
 * Paths go to the server as they are. Where nothing else is said, a method fails with `FTPReplyError` when the server refuses,
 * with `FTPNetworkError` or `FTPTimeoutError` when the network does.
 */
export class FTPClient extends FTPMethods {
	/**
	 * @param host the server's name or address, or its URL (`ftps://user:pass@host`); what the options say counts before the URL
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	constructor(host: string | URL, options: CoreOptions) {
		const settings = settingsOf(...located(host, options), allParts);
		super(new SessionKeeper(settings), settings);
	}
}
