/* Small steps over a line. */

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
	while (isBlank(line, at)) at++;
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

/** The number written in digits from `from` to `to`, or -1 when there is anything else, nothing, or more than is exact. */
export function numberAt(line: string, from: number, to: number): number {
	let value = 0;
	for (let at = from; at < to; at++) {
		if (!isDigit(line, at) || value > MOST) return -1;
		value = value * 10 + line.charCodeAt(at) - ZERO;
	}
	return from < to ? value : -1;
}

/** Fifteen digits: one more, and a `number` is not exact any more. */
const MOST = 99_999_999_999_999;

/**
 * A pattern in which `_` stands for a blank. A line comes from a stranger: in its patterns, what ends a repetition must not be able
 * to go on with the next one, or else the right line takes quadratic time.
 */
export function pattern(source: string, flags?: string): RegExp {
	return new RegExp(source.replaceAll("_", "[ \\t]"), flags);
}
