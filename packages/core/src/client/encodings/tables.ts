import { charactersOf } from "./characters.ts";
import { beyond, fourAt, placeOf, placesIn, sequenceBeyond, threeAt } from "./sequences.ts";

/** Both directions of an encoding. */
export interface Tables {
	/** Reads the character at a place: see `decodeEach`. */
	read(bytes: Uint8Array, at: number): number;
	/** The sequence of a code point, 0 where there is none. */
	sequenceOf(code: number): number;
}

/** The place of a sequence that stands for a character, but is not how that is written. */
const KEPT = 0xffffffff;

/** What is sorted: the code point, then whether the sequence is a last choice, then the sequence. */
const CODE = 0x400_0000;
const LAST_CHOICE = 0x200_0000;

const made = new Map<string, Tables>();

/** The tables of an encoding of the runtime's, made when they are first needed, and kept. */
export function tablesOf(decoder: TextDecoder): Tables {
	const { encoding } = decoder;
	const tables = made.get(encoding) ?? makeTables(encoding, decoder);
	made.set(encoding, tables);
	return tables;
}

function makeTables(encoding: string, decoder: TextDecoder): Tables {
	const characters = charactersOf(decoder);
	const codes = new Uint32Array(placesIn(encoding));
	const sorted = new Float64Array(characters.length);
	for (const [at, [sequence, code]] of characters.entries()) {
		codes[placeOf(sequence)] = code;
		sorted[at] = code * CODE + (isLastChoice(encoding, sequence) ? LAST_CHOICE : 0) + sequence;
	}
	sorted.sort();
	const codeAt = (at: number): number => Math.floor((sorted[at] ?? 0) / CODE);
	const sequenceAt = (at: number): number => (sorted[at] ?? 0) % LAST_CHOICE;
	for (let at = 1; at < sorted.length; at++) if (codeAt(at) === codeAt(at - 1)) codes[placeOf(sequenceAt(at))] = KEPT;

	const isGB18030 = encoding === "gb18030";
	const sequenceOf = (code: number): number => {
		const at = firstFrom(sorted, code * CODE);
		return codeAt(at) === code ? sequenceAt(at) : isGB18030 ? sequenceBeyond(code) : 0;
	};
	const find = (sequence: number, length: number): number => {
		const code = codes[placeOf(sequence)] ?? beyond(sequence);
		return code === KEPT ? length : code && (code << 3) | length;
	};
	return {
		sequenceOf,
		read(bytes, at) {
			const first = bytes[at] ?? 0;
			const found = find(first, 1) || find((first << 8) | (bytes[at + 1] ?? 0), 2);
			const long = found === 0 && (isGB18030 ? fourAt(bytes, at) : encoding === "euc-jp" && threeAt(bytes, at));
			return long ? find(long, isGB18030 ? 4 : 3) : found;
		},
	};
}

/** The index of the first that is not smaller. */
function firstFrom(sorted: Float64Array, least: number): number {
	let from = 0;
	for (let to = sorted.length; from < to; ) {
		const middle = (from + to) >> 1;
		if ((sorted[middle] ?? 0) < least) from = middle + 1;
		else to = middle;
	}
	return from;
}

/**
 * Whether a sequence is written only for a character that has no other. Where several mean the same, the first is written, as the Encoding
 * Standard and Windows do, but for these: NEC's selection of IBM's characters in Shift_JIS; in Big5 Hong Kong's additions in front, and
 * the doubles of six signs (box drawing, ten and thirty).
 */
function isLastChoice(encoding: string, sequence: number): boolean {
	if (encoding === "shift_jis") return sequence >> 8 === 0xed || sequence >> 8 === 0xee;
	const isDouble = (sequence >= 0xa2a4 && sequence <= 0xa2a7) || sequence === 0xa2cc || sequence === 0xa2ce;
	return encoding === "big5" && (isDouble || (sequence > 0xff && sequence < 0xa100));
}
