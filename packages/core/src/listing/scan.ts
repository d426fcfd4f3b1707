const ZERO = 0x30;
const NINE = 0x39;
/** Fifteen digits: one more, and a `number` is not exact any more. */
const MOST = 99_999_999_999_999;

/** The number written in digits from `from` to `to`, or -1 when there is anything else, nothing, or more than is exact. */
export function numberAt(line: string, from: number, to: number): number {
	let value = 0;
	for (let at = from; at < to; at++) {
		const code = line.charCodeAt(at);
		if (!(code >= ZERO && code <= NINE) || value > MOST) return -1;
		value = value * 10 + code - ZERO;
	}
	return from < to ? value : -1;
}

/**
 * A pattern in which `_` stands for a blank. A line comes from a stranger: in its patterns, what ends a repetition must not be able
 * to go on with the next one, or else the right line takes quadratic time.
 *
 * @param source a function where it is made of parts: a bundler keeps a template with parts that nobody uses, for putting it together
 *   might do something
 */
export function pattern(source: string | (() => string), flags?: string): RegExp {
	const text = typeof source === "string" ? source : source();
	return new RegExp(text.replaceAll("_", "[ \\t]"), flags);
}
