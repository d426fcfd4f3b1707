import { FTPProtocolError } from "../errors/index.ts";
import type { Reply } from "./reply.ts";

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
	if (!address) throw new FTPProtocolError("BAD_ADDRESS", "the number of a data port", `${reply.code} ${reply.text}`);
	return address;
}

/** `(|||6446|)`: any printable character may be the delimiter; the parentheses are missing in the wild. An address in it is ignored. */
function parseExtended(text: string): PassiveAddress | undefined {
	for (let at = 0; at < text.length; at++) {
		const delimiter = text[at] ?? "";
		if (!/[!-/:-~]/.test(delimiter) || /[()[\]{}<>]/.test(delimiter)) continue;
		const parts = text.slice(at + 1, at + 200).split(delimiter, 4);
		const [protocol, , port, rest] = parts;
		if (rest === undefined || port === undefined || !/^[0-9]?$/.test(protocol ?? "")) continue;
		return usablePort(port) ? { port: Number(port) } : undefined;
	}
	return undefined;
}

/** Six numbers with commas, wherever they are in the text: with brackets of any kind, or none. */
function parseTuple(text: string): PassiveAddress | undefined {
	const match = /(?<![\d,-])(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})(?![\d,])/.exec(text);
	const numbers = match?.slice(1).map(Number);
	if (!numbers || numbers.some((number) => number > 255)) return undefined;
	const [a, b, c, d, high = 0, low = 0] = numbers;
	const port = high * 256 + low;
	return port === 0 ? undefined : { host: `${a}.${b}.${c}.${d}`, port };
}

function usablePort(text: string): boolean {
	return /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}
