const MONTHS: readonly string[] = [
	"january",
	"february",
	"march",
	"april",
	"may",
	"june",
	"july",
	"august",
	"september",
	"october",
	"november",
	"december",
];
const STARTS = "janfebmaraprmayjunjulaugsepoctnovdec";

/** The number of an English month, from 1: its first three letters or more of them, as in `Sept`. Zero for any other word. */
export function monthNumber(word: string): number {
	if (word.length < 3) return 0;
	const lower = word.toLowerCase();
	const at = STARTS.indexOf(lower.slice(0, 3));
	if (at < 0 || at % 3 !== 0) return 0;
	return MONTHS[at / 3]?.startsWith(lower) ? at / 3 + 1 : 0;
}
