import { parseUnixLine } from "../listing/unix.ts";
import { BaseMethods } from "./methods-base.ts";
import { type CoreOptions, settingsOf } from "./options.ts";
import { SessionKeeper } from "./session-keeper.ts";
import { noCare } from "./transfer-care.ts";

/**
 * The part of `FTPClient` that most programs need, for bundles that must be small: `download`, `upload` and `list`, of Unix listings and
 * MLSD. Everything else goes by `run()` with an operation of `@isoftp/core/protocol`, of which a bundler takes only what is used:
 * `client.run(rename("in/a.txt", "done/a.txt"))`.
 */
export class SmallFTPClient extends BaseMethods {
	/**
	 * @param host the server's name or address
	 * @throws FTPUsageError BAD_ARGUMENT for options that cannot be right
	 */
	constructor(host: string, options: CoreOptions) {
		const settings = settingsOf(host, options, { dialects: [parseUnixLine], care: noCare });
		super(new SessionKeeper(settings), settings);
	}
}
