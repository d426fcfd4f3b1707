/*
 * Small steps over a line. The parsers walk by hand, because a line comes from a stranger and a regular expression with two
 * repetitions side by side takes quadratic time on the right one.
 */

const SPACE = 0x20;
const TAB = 0x09;
const ZERO = 0x30;
const NINE = 0x39;

export function isBlank(line: string, at: number): boolean {
	const code = line.charCodeAt(at);
	return code === SPACE || code === TAB;
}

export function isDigit(line: string, at: number): boolean {
	const code = line.charCodeAt(at);
	return code >= ZERO && code <= NINE;
}

/** The first place at or after `from` that is not blank. */
export function skipBlanks(line: string, from: number): number {
	let at = from;
	while (at < line.length && isBlank(line, at)) at++;
	return at;
}

/** The first place at or after `from` that is blank, or the end. */
export function wordEnd(line: string, from: number): number {
	let at = from;
	while (at < line.length && !isBlank(line, at)) at++;
	return at;
}

/** The first place at or after `from` that is not a digit. */
export function digitsEnd(line: string, from: number): number {
	let at = from;
	while (isDigit(line, at)) at++;
	return at;
}

/** The number written in digits from `from` to `to`, or -1 when there is anything else, nothing, or more than nine of them. */
export function numberAt(line: string, from: number, to: number): number {
	if (to <= from || to - from > 9) return -1;
	let value = 0;
	for (let at = from; at < to; at++) {
		if (!isDigit(line, at)) return -1;
		value = value * 10 + line.charCodeAt(at) - ZERO;
	}
	return value;
}
