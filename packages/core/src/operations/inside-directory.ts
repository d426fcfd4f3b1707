import { FTPReplyError, isNetworks } from "../errors/index.ts";
import type { WayBack } from "../protocol/facts.ts";
import { encode, finalReply, type Operation, send, sessionFacts } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import type { Reply } from "../protocol/reply.ts";
import { succeed } from "./exchange.ts";
import { parsePath, pwd } from "./pwd.ts";

/**
 * Does something inside another directory and comes back, also when it fails. Refused where there is no way back. When it is
 * stopped, the way back is only ordered: whoever stopped it does not wait for the reply, the session takes that in.
 * @throws FTPProtocolError UNEXPECTED_REPLY where the way back turns out to be closed: that ends the session, in which every relative path
 *   would now be another file's
 */
export function* insideDirectory<T>(path: string, body: () => Operation<T>): Operation<T> {
	const there = yield* encode("CWD", path);
	const home = yield* pwd();
	const back: WayBack = { command: yield* encode("CWD", home), isAt: (reply) => isPath(home, reply) };
	try {
		yield* succeed(there);
	} catch (error) {
		if (!(error instanceof FTPReplyError)) yield* orderBack(back);
		throw error;
	}
	let result: T;
	try {
		result = yield* body();
	} catch (error) {
		// Who goes on after these must be back.
		yield* error instanceof FTPReplyError || isNetworks(error) ? comeBack(back) : orderBack(back);
		throw error;
	}
	yield* comeBack(back);
	return result;
}

/** Whether a 257 names this path. */
function isPath(path: string, reply: Reply): boolean {
	try {
		return parsePath(reply) === path;
	} catch {
		return false;
	}
}

function* comeBack(back: WayBack): Operation<void> {
	yield* orderBack(back);
	const reply = yield* finalReply(back.command);
	if (reply.code >= 300) throw unexpected(back.command, "a 2yz reply", reply);
}

/** Whoever stops an operation does not wait for the reply; `recover` looks at it then. */
function* orderBack(back: WayBack): Operation<void> {
	(yield* sessionFacts()).wayBack = back;
	yield* send(back.command);
}

/** Succeeds if there is a directory of that name: every server refuses to go into anything else. */
export function* mustBeDirectory(path: string): Operation<void> {
	yield* insideDirectory(path, function* () {});
}
