import { deepEqual, ok } from "node:assert/strict";
import { latin1 } from "../../packages/core/src/client/encodings/latin1.ts";
import { FTPProtocolError } from "../../packages/core/src/errors/index.ts";
import type { Reply } from "../../packages/core/src/protocol/reply.ts";
import { ReplyParser } from "../../packages/core/src/protocol/reply-parser.ts";
import { Input, joined } from "./input.ts";

/** So small that the fuzzer reaches them. */
const limits = { replyLine: 64, reply: 200, replyLines: 6, preliminaryReplies: 100, commandLine: 100 };

interface Framed {
	readonly replies: readonly Reply[];
	/** The code of the error that ended it. */
	readonly error: string | undefined;
	readonly hasPending: boolean | undefined;
}

function frame(pieces: readonly Uint8Array[]): Framed {
	const parser = new ReplyParser(latin1, limits);
	const replies: Reply[] = [];
	try {
		for (const piece of pieces) {
			parser.push(piece);
			for (let reply = parser.next(); reply; reply = parser.next()) replies.push(reply);
		}
	} catch (error) {
		if (!(error instanceof FTPProtocolError)) throw error;
		return { replies, error: error.code, hasPending: undefined };
	}
	return { replies, error: undefined, hasPending: hasPending(parser) };
}

function hasPending(parser: ReplyParser): boolean {
	try {
		parser.endPlainText();
		return false;
	} catch {
		return true;
	}
}

/** Replies are the same however their bytes are cut, stay within the limits, and are what RFC 959, 4.2, calls a reply. */
export function fuzzReplies(bytes: Uint8Array): void {
	const pieces = new Input(bytes).pieces();
	const framed = frame(pieces);
	deepEqual(frame([joined(pieces)]), framed);
	for (const { code, lines } of framed.replies) {
		ok(Number.isInteger(code) && code >= 100 && code <= 599, "a code");
		ok(lines.length >= 1 && lines.length <= limits.replyLines, "so many lines");
		ok(lines.join("\n").length <= limits.reply && lines.every((line) => line.length <= limits.replyLine), "so many bytes");
		ok(!/[\n\0]/.test(lines.join("")), "no line end and no NUL in a line");
		ok(lines.at(-1)?.startsWith(String(code)) && lines.at(-1)?.[3] !== "-", "the last line ends it");
		ok(lines.length === 1 || lines[0]?.startsWith(`${code}-`), "the first line announces the others");
	}
}
