import { FTPProtocolError } from "../errors/index.ts";
import { parseTimeVal } from "../listing/time-val.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { shown } from "../protocol/secrets.ts";
import { simple } from "./exchange.ts";

/**
 * When a file was last modified (MDTM, RFC 3659, 3); the time is UTC. Only digits count: some servers say something in front of the time or
 * behind it.
 */
export function* modifiedAt(path: string): Operation<Date> {
	return timeIn(yield* simple("MDTM", path));
}

/** The time that the reply to MDTM tells. @throws FTPProtocolError BAD_VALUE */
export function timeIn(reply: Reply): Date {
	const digits = /(?:^|\s)(\d{14,15}(?:\.\d+)?)(?!\d)/.exec(reply.code === 213 ? reply.text : "")?.[1] ?? "";
	const time = parseTimeVal(digits);
	if (!time) throw new FTPProtocolError("BAD_VALUE", "a time as YYYYMMDDHHMMSS", shown(reply).text);
	return time.date;
}
