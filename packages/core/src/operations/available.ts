import { FTPProtocolError } from "../errors/index.ts";
import type { Operation } from "../protocol/operation.ts";
import { shown } from "../protocol/secrets.ts";
import { simple } from "./exchange.ts";

/**
 * How many bytes can still be stored in a directory, the current one by default (AVBL, draft-peterson-streamlined-ftp-command-extensions).
 * Past 2^53 it is rounded.
 * @throws FTPReplyError, mostly 500 or 502, where the server does not know the command
 */
export function* available(directory = ""): Operation<number> {
	const reply = yield* directory === "" ? simple("AVBL") : simple("AVBL", directory);
	const digits = /^\s*(\d{1,20})(?!\S)/.exec(reply.text)?.[1];
	if (digits === undefined) throw new FTPProtocolError("BAD_VALUE", "a number of bytes", shown(reply).text);
	return Number(digits);
}
