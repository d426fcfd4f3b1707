import { FTPProtocolError } from "../errors/index.ts";
import type { Reply } from "./reply.ts";
import { shown } from "./secrets.ts";

/** Where a server says its data port is. `host` only from a 227; whether it is used is the caller's decision. */
export interface PassiveAddress {
	readonly host?: string;
	readonly port: number;
}

/**
 * Reads the answer to EPSV (229, RFC 2428, 3) or PASV (227, RFC 959, 4.1.2). Either may come for either: some servers and
 * middleboxes mix them up.
 *
 * @throws FTPProtocolError BAD_ADDRESS
 */
export function parsePassiveReply(reply: Reply): PassiveAddress {
	const address = reply.code === 229 ? parseExtended(reply.text) : parseTuple(reply.text);
	if (!address) throw new FTPProtocolError("BAD_ADDRESS", "the number of a data port", `${reply.code} ${shown(reply).text}`);
	return address;
}

/**
 * Delimiter, one digit or none, delimiter, an address that is ignored, delimiter, the port, delimiter. Any mark may be the delimiter behind a
 * parenthesis. Where those are missing, as they are in the wild, it is one that no sentence has in such a place.
 */
const EXTENDED = /\( ?([!-/:-@[-`{-~])\d?\1(?:(?!\1).){0,99}\1((?:(?!\1).){0,99})\1/;
const BARE = /([|!])\d?\1(?:(?!\1).){0,99}\1((?:(?!\1).){0,99})\1/;

/** `(|||6446|)`. A version or an address in the words around it, with its many dots, is not taken for it. */
function parseExtended(text: string): PassiveAddress | undefined {
	const port = (EXTENDED.exec(text) ?? BARE.exec(text))?.[2] ?? "";
	return usablePort(port) ? { port: Number(port) } : undefined;
}

/**
 * Six numbers with commas, wherever they are in the text: with brackets of any kind, or none. 0.0.0.0 is nobody's address: it is said by
 * servers that do not know their own, and to dial it would reach this machine.
 */
function parseTuple(text: string): PassiveAddress | undefined {
	const match = /(?<![\d,-]|\d\.)(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})(?![\d,]|\.\d)/.exec(text);
	const numbers = match?.slice(1).map(Number);
	if (!numbers || numbers.some((number) => number > 255)) return undefined;
	const [a, b, c, d, high = 0, low = 0] = numbers;
	const port = high * 256 + low;
	if (port === 0) return undefined;
	const host = `${a}.${b}.${c}.${d}`;
	return host === "0.0.0.0" ? { port } : { host, port };
}

function usablePort(text: string): boolean {
	return /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}
