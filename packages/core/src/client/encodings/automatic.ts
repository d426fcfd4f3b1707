import type { ServerProfile } from "../../protocol/facts.ts";
import type { TextCodec } from "../../protocol/text.ts";
import { latin1 } from "./latin1.ts";
import { utf8 } from "./utf8.ts";

const LF = 0x0a;

/**
 * UTF-8, until the server's names show something else: then ISO-8859-1, byte for byte (docs/decisions/0019-names-and-encodings.md). What
 * it has learnt is in the profile, which all sessions with that server share. User names and passwords stay in UTF-8: what worked
 * before a listing must work after it.
 */
export function automatic(profile: ServerProfile): TextCodec {
	const login = utf8();
	const current = (): TextCodec => (profile.isUTF8 === false ? latin1 : login);
	return {
		get label() {
			return current().label;
		},
		login,
		encode: (text) => current().encode(text),
		decode: (bytes) => current().decode(bytes),
		learn(lines) {
			if (profile.isUTF8 !== undefined) return;
			// ASCII alone has as many code units as bytes, and tells nothing. With escapes there are as many, too.
			const text = login.decode(lines);
			if (text.length === lines.length && !/\p{Cs}/u.test(text)) return;
			// The first line that is not ASCII decides alone, so that it makes no difference where a listing is cut into blocks.
			const at = lines.findIndex((byte) => byte > 0x7f);
			const end = lines.indexOf(LF, at);
			const line = lines.subarray(lines.lastIndexOf(LF, at) + 1, end < 0 ? lines.length : end);
			profile.isUTF8 = !/\p{Cs}/u.test(login.decode(line));
		},
	};
}
