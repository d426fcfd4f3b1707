/** The short names, each at three times its number. */
export const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
/** The number of a month from 1, in whatever language; zero for any other word. */
export type MonthOf = (word: string) => number;

const RESTS = "uary,ruary,ch,il,,e,y,ust,tember,ober,ember,ember";

/** A pattern for words that may be an English month: `Jan|Feb|...` and what follows. */
export const monthPattern = (): string => `(?:${MONTHS.replace(/...\B/g, "$&|")})[a-z]{0,9}`;

/** The number of an English month, from 1: its first three letters or more of them, as in `Sept`. Zero for any other word. */
export function monthNumber(word: string): number {
	const lower = word.toLowerCase();
	const at = lower.length < 3 ? -1 : MONTHS.toLowerCase().indexOf(lower.slice(0, 3));
	const isMonth = at >= 0 && at % 3 === 0 && (lower.length === 3 || RESTS.split(",")[at / 3]?.startsWith(lower.slice(3)));
	return isMonth ? at / 3 + 1 : 0;
}
