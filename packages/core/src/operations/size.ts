import { FTPProtocolError } from "../errors/index.ts";
import type { Operation } from "../protocol/operation.ts";
import { simple } from "./exchange.ts";
import { useType } from "./representation-type.ts";

/** The size of a file in bytes (SIZE, RFC 3659, 4). Past 2^53 it is rounded as every JavaScript number. */
export function* size(path: string): Operation<number> {
	// As text a file may have another size, and some servers refuse to count that.
	yield* useType("I");
	const reply = yield* simple("SIZE", path);
	// The digits stand at the end; some servers say more in front of them.
	const digits = /(?:^|[\s=])(\d{1,20})\s*$/.exec(reply.lines.length === 1 ? reply.text : "")?.[1];
	if (digits === undefined) throw new FTPProtocolError("BAD_VALUE", "a size in bytes", reply.text);
	return Number(digits);
}
