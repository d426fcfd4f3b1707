import { FTPProtocolError } from "../errors/index.ts";
import { parseTimeVal } from "../listing/time-val.ts";
import type { Operation } from "../protocol/operation.ts";
import { shown } from "../protocol/secrets.ts";
import { simple } from "./exchange.ts";

/**
 * When a file was last modified (MDTM, RFC 3659, 3); the time is UTC. Only digits count: some servers say something in front of the time or
 * behind it.
 */
export function* modifiedAt(path: string): Operation<Date> {
	const reply = yield* simple("MDTM", path);
	const digits = /(?:^|\s)(\d{14,15}(?:\.\d+)?)(?!\d)/.exec(reply.code === 213 ? reply.text : "")?.[1] ?? "";
	const time = parseTimeVal(digits);
	if (!time) throw new FTPProtocolError("BAD_VALUE", "a time as YYYYMMDDHHMMSS", shown(reply).text);
	return time.date;
}
