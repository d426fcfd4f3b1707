import { FTPReplyError } from "../errors/index.ts";
import type { Command } from "../protocol/command.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import { simple, succeed } from "./exchange.ts";
import { mustBeDirectory } from "./inside-directory.ts";

/** Makes a directory (MKD, RFC 959, 4.1.3); with `recursive` also those above it, and it is no error if it is there already. */
export function* mkdir(path: string, options: { readonly recursive?: boolean | undefined } = {}): Operation<void> {
	if (!options.recursive) {
		yield* simple("MKD", path);
		return;
	}
	let refused: FTPReplyError | undefined;
	const commands: Command[] = [];
	for (const directory of pathsTo(path)) commands.push(yield* encode("MKD", directory));
	for (const command of commands) {
		try {
			yield* succeed(command);
			refused = undefined;
		} catch (error) {
			if (!(error instanceof FTPReplyError)) throw error;
			refused = error;
		}
	}
	// "550" may mean "exists" or "may not": going into it tells.
	if (refused) yield* unlessDirectory(path, refused);
}

/** `a/b/c` gives `a`, `a/b`, `a/b/c`; a leading slash stays, doubled and trailing ones do not count. */
function pathsTo(path: string): string[] {
	const paths: string[] = [];
	for (const match of path.matchAll(/[^/]+/g)) paths.push(path.slice(0, match.index + match[0].length));
	return paths.length > 0 ? paths : [path];
}

function* unlessDirectory(path: string, otherwise: FTPReplyError): Operation<void> {
	try {
		yield* mustBeDirectory(path);
	} catch (error) {
		throw error instanceof FTPReplyError ? otherwise : error;
	}
}
