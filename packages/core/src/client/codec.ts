import { FTPUsageError } from "../errors/index.ts";
import type { TextCodec } from "../protocol/text.ts";

/** The encodings of file names that the client knows by name. */
export type Encoding = "utf-8" | "iso-8859-1";

/** Makes the codec for an `encoding` option. @throws FTPUsageError BAD_ARGUMENT */
export function codecFor(encoding: Encoding): TextCodec {
	if (encoding === "utf-8") return utf8();
	if (encoding === "iso-8859-1") return latin1;
	throw new FTPUsageError("BAD_ARGUMENT", `Unknown encoding: use "utf-8" or "iso-8859-1"`);
}

export function utf8(): TextCodec {
	const encoder = new TextEncoder();
	const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
	const decodeStrict = (bytes: Uint8Array): string | undefined => {
		try {
			return strict.decode(bytes);
		} catch {
			return undefined;
		}
	};
	return {
		label: "utf-8",
		encode(text) {
			// A lone surrogate would become U+FFFD: the name of another file.
			if (/\p{Cs}/u.test(text))
				throw new FTPUsageError("BAD_ARGUMENT", "Text with half a surrogate pair cannot be sent as UTF-8");
			return encoder.encode(text);
		},
		decode: (bytes) => decodeStrict(bytes) ?? latin1.decode(bytes),
		decodeStrict,
	};
}

/** ISO-8859-1, byte for byte. A TextDecoder's "latin1" is windows-1252, which is another encoding. */
const latin1: TextCodec = {
	label: "iso-8859-1",
	encode(text) {
		const bytes = new Uint8Array(text.length);
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (code > 0xff) throw new FTPUsageError("BAD_ARGUMENT", "Text with a character that ISO-8859-1 does not have");
			bytes[at] = code;
		}
		return bytes;
	},
	decode(bytes) {
		let text = "";
		// In pieces: a call takes only so many arguments.
		for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
		return text;
	},
};
