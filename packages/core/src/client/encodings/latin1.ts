import type { TextCodec } from "../../protocol/text.ts";
import { encodeEach, textOf } from "./each.ts";

/**
 * ISO-8859-1, byte for byte: every byte is the character of its number, so whoever knows better can get the bytes back from the text. A
 * TextDecoder's "latin1" is windows-1252, which is another encoding.
 */
export const latin1: TextCodec = {
	label: "iso-8859-1",
	encode: (text) => encodeEach(text, "iso-8859-1", (code) => (code > 0xff ? undefined : [code])),
	decode: textOf,
};
