import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { isSuccess } from "../protocol/reply.ts";
import { ask } from "./exchange.ts";

/**
 * Has the data compressed from now on (MODE Z, draft-preston-ftpext-deflate-04, an extension of RFC 959, 3.4), where the
 * server offers it. Asked for once a session; who refuses gets and sends the bytes as they are.
 */
export function* useMode(): Operation<void> {
	const facts = yield* sessionFacts();
	if (facts.mode !== undefined || !offersDeflate(facts.features.get("MODE"))) return;
	const command = yield* encode("MODE", "Z");
	facts.mode = isSuccess(yield* ask(command)) ? "Z" : "S";
}

/** FEAT says "MODE Z", or names more than one letter. */
function offersDeflate(modes: string | undefined): boolean {
	return modes !== undefined && /(?:^|[\s;,])Z(?:$|[\s;,*])/i.test(modes);
}
