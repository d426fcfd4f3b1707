import { FTPProtocolError } from "../errors/index.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import { unexpected } from "../protocol/out-of-step.ts";
import { isSuccess, type Reply } from "../protocol/reply.ts";
import { shown } from "../protocol/secrets.ts";
import { exchange } from "./exchange.ts";

/** The current directory (PWD, RFC 959, 4.1.3). */
export function* pwd(): Operation<string> {
	const command = yield* encode("PWD");
	const reply = yield* exchange(command);
	if (reply.code === 257) return parsePath(reply);
	// Another 2yz may belong to another command. 3yz is only no answer, as it is from servers that do not know PWD.
	if (isSuccess(reply)) throw unexpected(command, "257 and a path", reply);
	throw noPath(`${reply.code} ${shown(reply).text}`);
}

/**
 * The path in a 257 reply (RFC 959, Appendix II): in double quotes, a quote in it doubled, also after other words. In the wild also in
 * single quotes at the beginning, and bare if it is absolute and followed by nothing but what it "is", or blanks. Without a path that
 * can be relied on, it is an error: a guess would be another directory.
 * @throws FTPProtocolError BAD_VALUE
 */
export function parsePath(reply: Reply): string {
	const { text } = reply;
	const path = text.includes('"') ? quoted(text) : unquoted(text);
	if (!path || hasControl(path)) throw noPath(shown(reply).text);
	return path;
}

/** ASCII's. Those behind it are letters where another encoding is read as ISO-8859-1. */
export function hasControl(text: string): boolean {
	return /(?=\p{ASCII})\p{Cc}/u.test(text);
}

function noPath(received: string): FTPProtocolError {
	return new FTPProtocolError("BAD_VALUE", "a path in quotes", received);
}

function unquoted(text: string): string | undefined {
	const [, single, bare] = /^'([^']+)'(?: [^']*)?$|^(\/\S*)(?: is .*| *)$/.exec(text) ?? [];
	return single ?? bare;
}

function quoted(text: string): string | undefined {
	const start = text.indexOf('"') + 1;
	for (let end = text.indexOf('"', start); end >= 0; end = text.indexOf('"', end + 2))
		if (text[end + 1] !== '"') return text.slice(start, end).split('""').join('"');
	return undefined;
}
