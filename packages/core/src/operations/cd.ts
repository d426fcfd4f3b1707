import { type SessionFacts, trailLimit } from "../protocol/facts.ts";
import { type Operation, sessionFacts } from "../protocol/operation.ts";
import { simple } from "./exchange.ts";

/** Changes the directory (CWD, RFC 959, 4.1.1). */
export function* cd(path: string): Operation<void> {
	yield* simple("CWD", path);
	remember(yield* sessionFacts(), path);
}

/** Changes to the directory above (CDUP). */
export function* cdup(): Operation<void> {
	yield* simple("CDUP");
	remember(yield* sessionFacts(), undefined);
}

/** Goes the way that another session has gone. */
export function* retrace(trail: SessionFacts["trail"]): Operation<void> {
	for (const path of trail ?? []) yield* path === undefined ? cdup() : cd(path);
}

/** The steps themselves are kept, for only the server knows what they add up to; what came before an absolute path does not count. */
function remember(facts: SessionFacts, path: string | undefined): void {
	const before = path?.startsWith("/") ? [] : facts.trail;
	facts.trail = before && before.length < trailLimit ? [...before, path] : undefined;
}
