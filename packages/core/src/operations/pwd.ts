import { FTPProtocolError } from "../errors/index.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import type { Reply } from "../protocol/reply.ts";
import { exchange } from "./exchange.ts";

/** The current directory (PWD, RFC 959, 4.1.3). */
export function* pwd(): Operation<string> {
	const command = yield* encode("PWD");
	const reply = yield* exchange(command);
	if (reply.code !== 257) throw unexpected(command, "257 and a path", reply);
	return parsePath(reply);
}

/**
 * The path in a 257 reply (RFC 959, Appendix II): in double quotes, a quote in it doubled. In the wild also in single quotes,
 * after other words, and bare if it is absolute. Without a path that can be relied on, it is an error: a guess would be another
 * directory.
 * @throws FTPProtocolError BAD_VALUE
 */
export function parsePath(reply: Reply): string {
	const { text } = reply;
	const path = quoted(text, '"') ?? (text.includes('"') ? undefined : (quoted(text, "'") ?? /^\/\S*/.exec(text)?.[0]));
	if (path === undefined || path === "" || /\p{Cc}/u.test(path))
		throw new FTPProtocolError("BAD_VALUE", "a path in quotes", text);
	return path;
}

function quoted(text: string, quote: string): string | undefined {
	const start = text.indexOf(quote);
	if (start < 0) return undefined;
	let path = "";
	for (let at = start + 1; ; ) {
		const end = text.indexOf(quote, at);
		if (end < 0) return undefined;
		path += text.slice(at, end);
		if (text[end + 1] !== quote) return path;
		path += quote;
		at = end + 2;
	}
}
