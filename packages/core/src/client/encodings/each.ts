import { FTPUsageError } from "../../errors/index.ts";

/** How many arguments a call takes on every runtime. */
const MOST_ARGUMENTS = 8192;

/**
 * The bytes of a text, character by character. U+DC80 to U+DCFF stand for bytes that were no text when they came: they go back as
 * they were. A pair of surrogates is one character, the half of one is none.
 *
 * @param bytesOf the bytes of a character that is not ASCII; none where the encoding does not have it
 * @throws FTPUsageError BAD_ARGUMENT: a substitute would name another file
 */
export function encodeEach(
	text: string,
	label: string,
	bytesOf: (codePoint: number, character: string) => Iterable<number> | undefined,
): Uint8Array {
	const bytes: number[] = [];
	for (const character of text) {
		const code = character.codePointAt(0) ?? 0;
		if (code < 0x80) bytes.push(code);
		else if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code & 0xff);
		else {
			const own = code >= 0xd800 && code <= 0xdfff ? undefined : bytesOf(code, character);
			if (!own) {
				const hex = code.toString(16).toUpperCase().padStart(4, "0");
				throw new FTPUsageError("BAD_ARGUMENT", `The encoding ${label} has no character U+${hex}`);
			}
			bytes.push(...own);
		}
	}
	return Uint8Array.from(bytes);
}

/**
 * The text of bytes, character by character; bytes that are none become U+DC80 to U+DCFF, as in Python's "surrogateescape". A byte below
 * 0x80 that begins no character stays what it is, so no line end is ever lost, and blocks of lines can be decoded at once.
 *
 * @param read the character that begins with a byte from 0x80 on, and how many bytes it has, as `codePoint * 8 + count`. Code point 0:
 *   these bytes are to be kept as they are. 0 stands for one such byte.
 */
export function decodeEach(bytes: Uint8Array, read: (bytes: Uint8Array, at: number) => number): string {
	const units = new Uint16Array(bytes.length);
	let length = 0;
	for (let at = 0; at < bytes.length; ) {
		const byte = bytes[at] ?? 0;
		if (byte < 0x80) {
			units[length++] = byte;
			at += 1;
			continue;
		}
		const found = read(bytes, at);
		const code = found >>> 3;
		const end = at + (found & 7 || 1);
		if (code > 0xffff) {
			units[length++] = 0xd7c0 + (code >> 10);
			units[length++] = 0xdc00 | (code & 0x3ff);
		} else if (code > 0) units[length++] = code;
		else {
			for (let kept = at; kept < end; kept++) units[length++] = keptAs(bytes[kept] ?? 0);
		}
		at = end;
	}
	return textOf(units.subarray(0, length));
}

function keptAs(byte: number): number {
	return byte < 0x80 ? byte : 0xdc00 | byte;
}

/** The text that has these code units. */
export function textOf(units: Uint8Array | Uint16Array): string {
	let text = "";
	for (let at = 0; at < units.length; at += MOST_ARGUMENTS) {
		// Spreading them would be three times slower.
		text += Reflect.apply(String.fromCharCode, undefined, units.subarray(at, at + MOST_ARGUMENTS));
	}
	return text;
}
