import { encode, type Operation, perform } from "../protocol/operation.ts";
import { ask } from "./exchange.ts";

/** QUIT (RFC 959, 4.1.1), then the end of the session, whatever the server says to it. */
export function* quit(): Operation<void> {
	try {
		yield* ask(yield* encode("QUIT"));
	} finally {
		yield* perform({ type: "close", channel: "control" });
	}
}
