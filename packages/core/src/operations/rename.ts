import { encode, type Operation } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import type { Reply } from "../protocol/reply.ts";
import { exchange, succeed } from "./exchange.ts";

/** RNFR, then RNTO (RFC 959, 4.1.3). Both names are encoded before the first is sent. */
export function* rename(from: string, to: string): Operation<Reply> {
	const source = yield* encode("RNFR", from);
	const target = yield* encode("RNTO", to);
	const first = yield* exchange(source);
	if (first.code !== 350) throw unexpected(source, "350", first);
	return yield* succeed(target);
}
