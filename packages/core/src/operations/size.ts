import { FTPProtocolError } from "../errors/index.ts";
import { sizeOf } from "../listing/size.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { shown } from "../protocol/secrets.ts";
import { simple } from "./exchange.ts";
import { useType } from "./representation-type.ts";

/** The size of a file in bytes (SIZE, RFC 3659, 4), exact however large it is. */
export function* sizeExact(path: string): Operation<bigint> {
	// A bad path is found before anything is sent.
	yield* encode("SIZE", path);
	// As text a file may have another size, and some servers refuse to count that.
	yield* useType("I");
	return sizeIn(yield* simple("SIZE", path));
}

/** The size that the reply to SIZE tells. @throws FTPProtocolError BAD_VALUE */
export function sizeIn(reply: Reply): bigint {
	// The digits stand at the end; some servers say more in front of them.
	const digits = /(?:^|[ \t=])(\d{1,20})\s*$/.exec(reply.code === 213 && reply.lines.length === 1 ? reply.text : "")?.[1];
	// What no file can have is as in a listing: 18446744073709551615 is how -1 is printed.
	if (digits === undefined || sizeOf(digits) === undefined)
		throw new FTPProtocolError("BAD_VALUE", "a size in bytes", shown(reply).text);
	return BigInt(digits);
}

/** The same as a number: past 2^53 rounded, as every JavaScript number is. */
export function* size(path: string): Operation<number> {
	return Number(yield* sizeExact(path));
}
