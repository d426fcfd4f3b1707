import { digitsEnd, numberAt } from "./scan.ts";

/** A time of day as written, not checked: 25:99 is one. */
export interface ClockTime {
	readonly hour: number;
	readonly minute: number;
	readonly second?: number;
	readonly millisecond?: number;
}

/**
 * Reads `H:MM`, `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction` between two places. BusyBox writes `00:0` for midnight, so minutes may
 * have one digit.
 */
export function readClockTime(line: string, from: number, to: number): ClockTime | undefined {
	const hourEnd = digitsEnd(line, from);
	if (hourEnd === from || hourEnd > from + 2 || line.charAt(hourEnd) !== ":") return undefined;
	const minuteEnd = digitsEnd(line, hourEnd + 1);
	if (minuteEnd === hourEnd + 1 || minuteEnd > hourEnd + 3 || minuteEnd > to) return undefined;
	const time = { hour: numberAt(line, from, hourEnd), minute: numberAt(line, hourEnd + 1, minuteEnd) };
	if (minuteEnd === to) return time;
	const secondEnd = digitsEnd(line, minuteEnd + 1);
	if (line.charAt(minuteEnd) !== ":" || secondEnd !== minuteEnd + 3 || secondEnd > to) return undefined;
	const second = numberAt(line, minuteEnd + 1, secondEnd);
	if (secondEnd === to) return { ...time, second };
	const fractionEnd = digitsEnd(line, secondEnd + 1);
	if (line.charAt(secondEnd) !== "." || fractionEnd !== to || fractionEnd === secondEnd + 1) return undefined;
	const millisecond = Number(line.slice(secondEnd + 1, Math.min(to, secondEnd + 4)).padEnd(3, "0"));
	return { ...time, second, millisecond };
}
