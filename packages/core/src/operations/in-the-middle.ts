import { FTPReplyError } from "../errors/index.ts";
import { type Operation, sessionFacts } from "../protocol/operation.ts";

/**
 * Whether a server refuses to begin in the middle of a file: REST itself, or the command behind it, as ProFTPD does with 451 where its
 * AllowStoreRestart or AllowRetrieveRestart is off.
 */
export function refusesRest(error: unknown): boolean {
	if (!(error instanceof FTPReplyError)) return false;
	const { command, code, isTransient, reply } = error;
	return command.startsWith("REST ") ? !isTransient : code === 451 && /\brest(?:art)?\b/i.test(reply.text);
}

/** Whether data travel compressed (MODE Z): servers do not agree on what a position among them is. */
export function* isCompressed(): Operation<boolean> {
	const facts = yield* sessionFacts();
	if (facts.options.useMode) yield* facts.options.useMode();
	return facts.mode === "Z";
}
