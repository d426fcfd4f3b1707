import { FTPUsageError } from "../../errors/index.ts";
import { printable } from "../../errors/printable.ts";
import type { TextCodec } from "../../protocol/text.ts";
import { decodeEach, encodeEach } from "./each.ts";
import { bytesOf } from "./sequences.ts";
import { tablesOf } from "./tables.ts";
import { utf8 } from "./utf8.ts";

/**
 * A codec for any encoding that the runtime's TextDecoder knows, in both directions. It decodes with tables of its own, made by that
 * decoder, so that what is no text, and what is not how a character is written, keeps its bytes.
 * @throws FTPUsageError BAD_ARGUMENT for what is no such encoding, and for those in which names cannot travel by FTP
 */
export function legacy(label: string): TextCodec {
	let decoder: TextDecoder;
	try {
		decoder = new TextDecoder(label, { fatal: false, ignoreBOM: true });
	} catch (cause) {
		throw new FTPUsageError("BAD_ARGUMENT", `encoding: this runtime knows no "${printable(label)}"`, { cause });
	}
	const { encoding } = decoder;
	if (encoding === "utf-8") return utf8();
	// ISO-2022-JP even writes characters with the byte of "/".
	if (/^(?:utf-16|iso-2022)/.test(encoding)) {
		throw new FTPUsageError(
			"BAD_ARGUMENT",
			`encoding: FTP cannot carry ${encoding}, in which bytes of ASCII may be something else`,
		);
	}
	return {
		label: encoding,
		encode: (text) =>
			encodeEach(text, encoding, (code) => {
				const sequence = tablesOf(decoder).sequenceOf(code);
				return sequence === 0 ? undefined : bytesOf(sequence);
			}),
		decode: (bytes) => decodeEach(bytes, (from, at) => tablesOf(decoder).read(from, at)),
	};
}
