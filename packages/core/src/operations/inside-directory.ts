import { FTPReplyError } from "../errors/index.ts";
import { encode, type Operation, send } from "../protocol/operation.ts";
import { exchange } from "./exchange.ts";
import { pwd } from "./pwd.ts";

/**
 * Does something inside another directory and comes back, also when it fails. Refused where there is no way back. When it is
 * stopped, the way back is only ordered: whoever stopped it does not wait for the reply, the session takes that in.
 */
export function* insideDirectory<T>(path: string, body: () => Operation<T>): Operation<T> {
	const there = yield* encode("CWD", path);
	const back = yield* encode("CWD", yield* pwd());
	try {
		yield* exchange(there);
	} catch (error) {
		if (!(error instanceof FTPReplyError)) yield* send(back);
		throw error;
	}
	let result: T;
	try {
		result = yield* body();
	} catch (error) {
		yield* error instanceof FTPReplyError ? exchange(back) : send(back);
		throw error;
	}
	yield* exchange(back);
	return result;
}

/** Succeeds if there is a directory of that name: every server refuses to go into anything else. */
export function* mustBeDirectory(path: string): Operation<void> {
	yield* insideDirectory(path, function* () {});
}
