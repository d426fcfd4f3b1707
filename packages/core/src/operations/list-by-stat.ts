import { FTPReplyError } from "../errors/index.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Reply } from "../protocol/reply.ts";
import { simple } from "./exchange.ts";
import { insideDirectory, mustBeDirectory } from "./inside-directory.ts";
import { isOdd } from "./list.ts";

/**
 * Lists a directory on the control connection (STAT with a path, RFC 959, 4.1.3), which needs no data connection: the lines of LIST, in a
 * reply, and so within the limits of one.
 * @param isHidden whether names are wanted, too, that the server hides: Pure-FTPd hides them unless asked, the others do not
 */
export function* listByStat(path: string, isHidden: boolean): Operation<readonly string[]> {
	// Without an argument STAT tells about the session.
	const inside = (options: string[]): Operation<Reply> =>
		isOdd(path) ? insideDirectory(path, () => status(...options, ".")) : status(...options, path || ".");
	let lines = isHidden ? yield* attempt(inside(["-a"])) : [];
	if (lines.length === 0) lines = linesOf(yield* inside([]));
	// vsftpd and Pure-FTPd list a directory that is not there as an empty one.
	if (lines.length === 0 && path !== "") yield* mustBeDirectory(path);
	return lines;
}

function* status(...args: string[]): Operation<Reply> {
	return yield* simple("STAT", ...args);
}

/** No lines where the server takes the option for a name, as pyftpdlib does. */
function* attempt(operation: Operation<Reply>): Operation<readonly string[]> {
	try {
		return linesOf(yield* operation);
	} catch (error) {
		if (error instanceof FTPReplyError) return [];
		throw error;
	}
}

/** What stands between the first line and the last. ProFTPD puts a space in front of each line, others repeat the code. */
function linesOf({ lines }: Reply): readonly string[] {
	return lines.slice(1, -1).map((line) => line.replace(/^(?:21[123]-)? ?/, ""));
}
