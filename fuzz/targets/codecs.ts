import { deepEqual, equal, ok } from "node:assert/strict";
import { codecFor } from "../../packages/core/src/client/encodings/codec-for.ts";
import { legacy } from "../../packages/core/src/client/encodings/legacy.ts";
import { FTPUsageError } from "../../packages/core/src/errors/index.ts";
import { newProfile } from "../../packages/core/src/protocol/facts.ts";
import type { TextCodec } from "../../packages/core/src/protocol/text.ts";
import { Input, textOf } from "./input.ts";

const label = (name: string): TextCodec => codecFor(name, newProfile(), legacy);

/** One of each kind: the two of our own, single bytes, and those with characters of two to four. */
export const codecs: readonly [TextCodec, ...TextCodec[]] = [
	label("utf-8"),
	...["iso-8859-1", "windows-1252", "koi8-r", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"].map(label),
];

/** A name's bytes come back as they were; and so does every text that can be written. */
export function fuzzCodecs(bytes: Uint8Array): void {
	const input = new Input(bytes);
	const codec = input.choice(codecs);
	const name = input.rest();
	deepEqual(codec.encode(codec.decode(name)), name);
	// Text without half surrogate pairs: those stand for bytes, and several of them may be a character.
	const text = textOf(name);
	let written: Uint8Array;
	try {
		written = codec.encode(text);
	} catch (error) {
		ok(error instanceof FTPUsageError, String(error));
		return;
	}
	equal(codec.decode(written), text);
}
