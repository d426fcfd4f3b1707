import { messageOf } from "../errors/message-of.ts";
import type { Channel } from "../protocol/channel.ts";
import type { Command } from "../protocol/command.ts";
import { type Operation, sessionFacts } from "../protocol/operation.ts";
import { simple } from "./exchange.ts";
import { openData } from "./open-data.ts";

/**
 * A data connection for a command. Where files are spread over many machines (DrFTPD), the server must know the command before it can
 * name the one to connect to: PRET, with the whole command behind it, before each EPSV or PASV. FEAT alone does not tell who
 * needs that: Pure-FTPd offers PRET, too, and goes without. So it is sent to those who refuse a port for want of it, and
 * there nothing can be opened ahead.
 */
export function* openDataFor(command: Command): Operation<Channel> {
	const { features, options } = yield* sessionFacts();
	// A profile may be from before the server was replaced.
	if (!options.profile.needsPRET || !features.has("PRET")) {
		try {
			return yield* openData();
		} catch (error) {
			if (!(features.has("PRET") && /\bPRET\b/.test(messageOf(error)))) throw error;
			options.profile.needsPRET = true;
			options.profile.refusesAhead = true;
		}
	}
	yield* simple("PRET", command.shown);
	return yield* openData();
}
