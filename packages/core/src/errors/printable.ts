/** Longest piece of foreign text that goes into a message; more helps nobody and floods logs. */
const LONGEST = 200;

/**
 * Foreign text made safe to show: control characters, line and paragraph separators and bidirectional overrides are escaped
 * (they could forge log lines or reorder a terminal), and it is cut to a readable length.
 */
export function printable(text: string): string {
	const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
	return cut.replace(
		/[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
		(character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
	);
}
