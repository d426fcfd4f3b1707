import { equal, ok } from "node:assert/strict";
import { FTPProtocolError } from "../../packages/core/src/errors/index.ts";
import { parsePath } from "../../packages/core/src/operations/pwd.ts";
import { textOf } from "./input.ts";

/** A path without ASCII's control characters, which comes back when it is quoted as the RFC has it, or an error. */
export function fuzzWorkingDirectory(bytes: Uint8Array): void {
	const text = textOf(bytes);
	let path: string;
	try {
		path = parsePath({ code: 257, text, lines: text.split("\n") });
	} catch (error) {
		ok(error instanceof FTPProtocolError, String(error));
		equal(error.code, "BAD_VALUE");
		return;
	}
	ok(path !== "" && ![...path].some((character) => character < " " || character === "\x7f"), "a path");
	const quoted = `"${path.replaceAll('"', '""')}" is where you are`;
	equal(parsePath({ code: 257, text: quoted, lines: [] }), path);
}
