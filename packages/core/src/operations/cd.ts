import { FTPAbortError, FTPTimeoutError } from "../errors/index.ts";
import { type SessionFacts, trailLimit } from "../protocol/facts.ts";
import { encode, type Operation, sessionFacts } from "../protocol/operation.ts";
import { succeed } from "./exchange.ts";

/** Changes the directory (CWD, RFC 959, 4.1.1). */
export function* cd(path: string): Operation<void> {
	yield* step(path);
}

/** Changes to the directory above (CDUP). */
export function* cdup(): Operation<void> {
	yield* step(undefined);
}

/** Goes the way that another session has gone. */
export function* retrace(trail: SessionFacts["trail"]): Operation<void> {
	for (const path of trail ?? []) yield* path === undefined ? cdup() : cd(path);
}

/**
 * The steps themselves are kept, for only the server knows what they add up to; what came before an absolute path does not count.
 * While the server has not answered, nobody knows where we are. A session that is lost meanwhile has a successor that has gone nowhere.
 */
function* step(path: string | undefined): Operation<void> {
	const facts = yield* sessionFacts();
	const { trail } = facts;
	const command = path === undefined ? yield* encode("CDUP") : yield* encode("CWD", path);
	facts.trail = undefined;
	try {
		yield* succeed(command);
	} catch (error) {
		const isGivenUp = error instanceof FTPAbortError || (error instanceof FTPTimeoutError && error.code === "TOTAL_TIMEOUT");
		if (!isGivenUp) facts.trail = trail;
		throw error;
	}
	const before = path?.startsWith("/") ? [] : trail;
	facts.trail = before && before.length < trailLimit ? [...before, path] : undefined;
}
