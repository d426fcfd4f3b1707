import { FTPProtocolError } from "../errors/index.ts";
import { parseTimeVal } from "../listing/time-val.ts";
import type { Operation } from "../protocol/operation.ts";
import { simple } from "./exchange.ts";

/** When a file was last modified (MDTM, RFC 3659, 3); the time is UTC. */
export function* modifiedAt(path: string): Operation<Date> {
	const reply = yield* simple("MDTM", path);
	const time = parseTimeVal(reply.text.trim());
	if (!time) throw new FTPProtocolError("BAD_VALUE", "a time as YYYYMMDDHHMMSS", reply.text);
	return time.date;
}
