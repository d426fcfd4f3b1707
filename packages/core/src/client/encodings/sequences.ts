/**
 * The byte sequences of an encoding, each as one number: one, two or three bytes as they are written, four (GB18030 only) as FOUR and how
 * many such sequences come before.
 */
export const FOUR = 0x1000000;

/** How many sequences of four bytes there are for the basic plane. */
export const FOUR_BASIC = 39420;
/** How many come before those of the other planes. */
const FOUR_OTHER = 189000;

/** Where sequences of three or four bytes begin in a table. */
const LONG = 0x8000;

/** The bytes of a sequence. */
export function bytesOf(sequence: number): number[] {
	if (sequence < 0x100) return [sequence];
	if (sequence < 0x10000) return [sequence >> 8, sequence & 0xff];
	if (sequence < FOUR) return [sequence >> 16, (sequence >> 8) & 0xff, sequence & 0xff];
	const count = sequence - FOUR;
	const digit = (unit: number): number => Math.floor(count / unit);
	return [0x81 + digit(12600), 0x30 + (digit(1260) % 10), 0x81 + (digit(10) % 126), 0x30 + (count % 10)];
}

/** The sequence of four bytes that begins here, 0 if none can: the second and the fourth are digits. */
export function fourAt(bytes: Uint8Array, at: number): number {
	const [first = 0, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4);
	const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
	const isLead = (byte: number): boolean => byte >= 0x81 && byte <= 0xfe;
	if (!isLead(first) || !isDigit(second) || !isLead(third) || !isDigit(fourth)) return 0;
	return FOUR + (first - 0x81) * 12600 + (second - 0x30) * 1260 + (third - 0x81) * 10 + fourth - 0x30;
}

/** The sequence of three bytes that begins here, 0 if none can: JIS X 0212 in EUC-JP, behind the byte 0x8F. */
export function threeAt(bytes: Uint8Array, at: number): number {
	const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
	return first === 0x8f && second >= 0xa1 && third >= 0xa1 ? (first << 16) | (second << 8) | third : 0;
}

/** Beyond the basic plane GB18030 counts on. @returns the code point, 0 where there is none */
export function beyond(sequence: number): number {
	const code = sequence - FOUR - FOUR_OTHER + 0x10000;
	return code >= 0x10000 && code <= 0x10ffff ? code : 0;
}

/** The opposite of that. */
export function sequenceBeyond(code: number): number {
	return code >= 0x10000 ? FOUR + FOUR_OTHER + code - 0x10000 : 0;
}

/** Where a sequence has its place in a table; beyond its end where it needs none. */
export function placeOf(sequence: number): number {
	if (sequence < 0x100) return (sequence & 0x7f) << 8;
	if (sequence < 0x10000) return sequence & 0x7fff;
	return LONG + (sequence < FOUR ? sequence & 0x7fff : sequence - FOUR);
}

/** How many places there are. */
export function placesIn(encoding: string): number {
	if (encoding === "gb18030") return LONG + FOUR_BASIC;
	return encoding === "euc-jp" ? 2 * LONG : LONG;
}
