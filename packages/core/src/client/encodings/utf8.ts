import type { TextCodec } from "../../protocol/text.ts";
import { decodeEach, encodeEach } from "./each.ts";

/** UTF-8, in which bytes that are none are kept. */
export function utf8(): TextCodec {
	const encoder = new TextEncoder();
	const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
	return {
		label: "utf-8",
		encode(text) {
			// An encoder would make half a surrogate pair U+FFFD.
			if (!/\p{Cs}/u.test(text)) return encoder.encode(text);
			return encodeEach(text, "utf-8", (_, character) => encoder.encode(character));
		},
		decode(bytes) {
			try {
				return strict.decode(bytes);
			} catch {
				return decodeEach(bytes, read);
			}
		},
	};
}

/** The smallest code points that may take two, three and four bytes (RFC 3629, 3). */
const SMALLEST = [0x80, 0x800, 0x10000];

/** See `decodeEach`. */
function read(bytes: Uint8Array, at: number): number {
	const first = bytes[at] ?? 0;
	const length = first < 0xc0 || first > 0xf7 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	let code = first & (0xff >> (length + 1));
	for (let next = at + 1; next < at + length; next++) {
		const byte = bytes[next] ?? 0;
		if (byte >> 6 !== 0b10) return 0;
		code = (code << 6) | (byte & 0x3f);
	}
	const isSurrogate = code >> 11 === 0x1b;
	return code < (SMALLEST[length - 2] ?? code + 1) || code > 0x10ffff || isSurrogate ? 0 : code * 8 + length;
}
