import { FTPReplyError } from "../errors/index.ts";
import { type Operation, sessionFacts } from "../protocol/operation.ts";
import { simple } from "./exchange.ts";

/** How a file's bytes travel (RFC 959, 3.1.1): `A` as text with line ends of CR LF, `I` as they are. */
export type RepresentationType = "A" | "I";

/** Makes the server use a type (TYPE, RFC 959, 4.1.2), unless it does already. A login ends with `I`, and there it stays for most. */
export function* useType(type: RepresentationType): Operation<void> {
	const facts = yield* sessionFacts();
	const before = facts.type;
	if (before === type) return;
	// While the server has not answered, nobody knows.
	facts.type = undefined;
	try {
		yield* simple("TYPE", type);
		facts.type = type;
	} catch (error) {
		if (error instanceof FTPReplyError) facts.type = before;
		throw error;
	}
}
