import { numberAt } from "./scan.ts";

/**
 * The pattern of a time of day: `H:MM`, `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction`. BusyBox writes `00:0` for midnight, so minutes
 * may have one digit.
 */
export const CLOCK = "(\\d\\d?:\\d(?:\\d(?::\\d\\d(?:\\.\\d+)?)?)?)";

/** Milliseconds from midnight to what `CLOCK` has matched, none where it has not; NaN for a time that does not exist, such as 25:99. */
export function clockOf(text: string | undefined): number {
	if (text === undefined) return 0;
	const colon = text.indexOf(":");
	const minute = numberAt(text, colon + 1, Math.min(colon + 3, text.length));
	return timeOfDay(numberAt(text, 0, colon), minute, secondsAt(text, colon + 4));
}

/** Seconds in two digits, with three digits of their fraction if there is one; zero where there are none. */
export function secondsAt(text: string, at: number): number {
	return Number.parseFloat(text.slice(at, at + 6)) || 0;
}

/** NaN for a time that does not exist. A leap second (RFC 3659, 2.3 allows :60) has no place of its own in a Date. */
export function timeOfDay(hour: number, minute: number, second: number): number {
	if (hour > 23 || minute > 59 || second >= 61) return Number.NaN;
	return Math.round(((hour * 60 + minute) * 60 + second - (second < 60 ? 0 : 1)) * 1000);
}
