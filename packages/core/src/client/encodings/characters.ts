import { bytesOf, FOUR, FOUR_BASIC } from "./sequences.ts";

/** A sequence and the code point that it stands for. */
export type Character = readonly [sequence: number, code: number];

const LF = 0x0a;

/** What windows-1252 has besides ISO-8859-1, from 0x80 on. Node before 23 takes it for that. */
const WINDOWS_1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** All that an encoding has beyond ASCII, found out by decoding every sequence there may be. Without GB18030's that are a formula. */
export function charactersOf(decoder: TextDecoder): Character[] {
	const { encoding } = decoder;
	if (encoding === "windows-1252") return range(0x80, 0xff).map((byte, at) => [byte, WINDOWS_1252.charCodeAt(at) || byte]);
	// GB18030 has no such bytes, but decoders take 0x80 for the euro sign, as in GBK.
	const single = encoding === "gb18030" ? [] : decodeAll(decoder, range(0x80, 0xff));
	const longer = candidates(encoding, new Set(single.map(([byte]) => byte)));
	return [...single, ...decodeAll(decoder, longer)];
}

/** The sequences of several bytes that may mean something, given the bytes that are characters by themselves. */
function candidates(encoding: string, singles: ReadonlySet<number>): number[] {
	const sequences: number[] = [];
	if (!/^(?:gb|big5|euc-|shift_jis)/.test(encoding)) return sequences;
	const leads = range(0x81, 0xfe).filter((byte) => !singles.has(byte));
	for (const lead of leads) for (const trail of range(0x40, 0xfe)) sequences.push((lead << 8) | trail);
	if (encoding === "euc-jp") {
		// JIS X 0212, behind the byte 0x8F.
		for (const lead of range(0xa1, 0xfe)) for (const trail of range(0xa1, 0xfe)) sequences.push(0x8f0000 | (lead << 8) | trail);
	}
	if (encoding === "gb18030") for (const count of range(0, FOUR_BASIC - 1)) sequences.push(FOUR + count);
	return sequences;
}

/** Those that mean something. A line end behind each shows where it is over, and makes a decoder forget an unfinished one. */
function decodeAll(decoder: TextDecoder, sequences: readonly number[]): Character[] {
	const bytes = new Uint8Array(sequences.length * 5);
	let length = 0;
	for (const sequence of sequences) for (const byte of [...bytesOf(sequence), LF]) bytes[length++] = byte;
	const text = decoder.decode(bytes.subarray(0, length));
	const characters: Character[] = [];
	let start = 0;
	for (const sequence of sequences) {
		const end = text.indexOf("\n", start);
		const code = onlyCode(text.slice(start, end));
		if (code > 0) characters.push([sequence, code]);
		start = end + 1;
	}
	// A decoder that takes a line end for a part of something is asked one by one.
	const isOff = start !== text.length && sequences.length > 1;
	return isOff ? sequences.flatMap((sequence) => decodeAll(decoder, [sequence])) : characters;
}

/** The code point of a text that is one character beyond ASCII, else 0. */
function onlyCode(text: string): number {
	const code = text.codePointAt(0) ?? 0;
	const isOne = text.length === (code > 0xffff ? 2 : 1) && code > 0x7f && code !== 0xfffd;
	return isOne && code >> 11 !== 0x1b ? code : 0;
}

function range(first: number, last: number): number[] {
	return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
