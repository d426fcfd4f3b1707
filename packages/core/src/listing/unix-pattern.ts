import { CLOCK } from "./clock-time.ts";
import { pattern } from "./scan.ts";

/** `drwxr-xr-x`, after the inode and the blocks of `ls -is`. Nine letters; a server that leaves off the last has been seen. */
const MODE = "^_*(?:\\d+_+){0,2}([-dlbcpsDnf][-rwxsStTlL]{8,9})";
/** "+" for an access control list, "." for SELinux, "@" for macOS attributes. A large link count may follow without a blank. */
const MARK = "(?:[+.@*](?=_|\\d)|(?=_|\\d))_*";
/**
 * Links, owner and group in as many words as need be, for Cygwin's groups can be whole sentences. Then the size, which has a digit:
 * `ls -h` writes 33.5k, and a long group can touch it.
 */
const ownersAndSize = (fewest: number): string => `((?:[^ \\t]+_+){${fewest},31}?)([^ \\t\\d]*\\d[^ \\t]*)_+`;
/** The groups 1 permissions, 2 links and owners, in `fewest` words or more, 3 size. */
export const unixHead = (fewest = 0): string => `${MODE}${MARK}${ownersAndSize(fewest)}`;
/** Chinese, Japanese and Korean servers write `3月 2日 2003年`, with or without the last two signs. */
const DAY = "(\\d\\d?)[日일.,]?";
/** In front of the month. No day is 0, but root's number is, and the group's name and the size would then be month and year. */
const FIRST_DAY = "(\\d?[1-9]|[1-9]0)[日일.,]?";
/** The year, or the time; BSD's `ls -T` writes seconds and then the year. */
const yearOrClock = (): string => `(?:(_+[1-9]\\d{3})[年년]?|_+${CLOCK}(?:(?<=:..:..)_([1-9]\\d{3})(?=_[^]))?)`;
/** `ls --full-time` writes the time zone behind the time. `--time-style=iso` fills up with a blank where there is no time. */
const isoDate = (): string => `(\\d{4})([-/.])(\\d\\d)\\14(\\d\\d)(?:_+${CLOCK}(?:_([-+])(\\d\\d)(\\d\\d)(?=_))?|_)?`;

/** A word of any language. Longer ones are no month in any. */
const ANY_MONTH = "[^\\d \\t.,]{1,12}";

/**
 * What the groups behind `unixHead()` hold: 4, 5 `Jan 31`; 6, 7 `31 Jan`; 8, 9 `01-31` or `1月 31日`; 10 the year with
 * the blanks before it, 11 the time, 12 the year behind it; 13, 15, 16 `2024-01-31`, 17 its time, 18 to 20 its zone `+0100`. The
 * leftmost date wins. The match ends where the name begins.
 */
export function unixPattern(month: string = ANY_MONTH, fewest = 0): RegExp {
	const date = `(?:(${month})[.,]?_+${DAY}|${FIRST_DAY}_+(${month})[.,]?|(\\d\\d-|\\d\\d?[月월]_+)${DAY})${yearOrClock()}`;
	return pattern(`${unixHead(fewest)}(?:${date}|${isoDate()})_(?=[^])`, month === ANY_MONTH ? "" : "i");
}
