import { FTPUsageError } from "../errors/index.ts";

/**
 * A server's time zone. Both numbers are milliseconds since 1970; "wall" is what the clock on the server's wall shows, written as if
 * that were UTC. NaN stays NaN.
 */
export interface Zone {
	readonly toMoment: (wall: number) => number;
	readonly toWall: (moment: number) => number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Listings have few days, and few have a change of the clock. */
const MOST_DAYS = 2000;

const same = (time: number): number => time;

/** A clock that shows UTC, as most servers' does. */
export const utcZone: Zone = { toMoment: same, toWall: same };

/** A clock that is always so many minutes ahead of UTC. */
export function fixedZone(minutes: number): Zone {
	const offset = minutes * MINUTE;
	return { toMoment: (wall) => wall - offset, toWall: (moment) => moment + offset };
}

/**
 * @param zone an IANA name such as `Europe/Berlin`, or how many minutes the server's clock is ahead of UTC
 * @throws FTPUsageError BAD_ARGUMENT for a name that the runtime does not know, and for a day or more
 */
export function zoneOf(zone: string | number): Zone {
	if (typeof zone === "string") return namedZone(zone);
	if (Math.abs(zone) < DAY / MINUTE) return fixedZone(zone);
	throw new FTPUsageError("BAD_ARGUMENT", "A time zone is an IANA name, or less than 1440 minutes ahead of UTC or behind it.");
}

/**
 * A clock that may change in summer. What it shows twice, when it is put back, means the first time; what it never shows, when it is
 * put forward, means the time that it would have shown unchanged: 02:30 is then 03:30. `Temporal` calls this "compatible".
 */
function namedZone(timeZone: string): Zone {
	const offsetAt = offsetsOf(timeZone);
	const toWall = (moment: number): number => moment + offsetAt(moment);
	const toMoment = (wall: number): number => {
		const before = wall - offsetAt(wall - DAY);
		const after = wall - offsetAt(wall + DAY);
		return before === after || toWall(before) === wall || toWall(after) !== wall ? before : after;
	};
	return { toMoment, toWall };
}

/** How far the clock is ahead of UTC at a moment. Asking the runtime takes microseconds, so what a whole day shares is kept. */
function offsetsOf(timeZone: string): (moment: number) => number {
	let format: Intl.DateTimeFormat;
	try {
		format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
	} catch (cause) {
		throw new FTPUsageError("BAD_ARGUMENT", `This runtime knows no time zone ${JSON.stringify(timeZone)}.`, { cause });
	}
	const exact = (moment: number): number => {
		// "1/31/2024, GMT+01:00"; before there were time zones also with seconds, and for UTC without any.
		const [, sign, hours, minutes, seconds] = /GMT([-+])(\d\d):(\d\d)(?::(\d\d))?/.exec(format.format(moment)) ?? [];
		const offset = ((Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)) * 1000;
		return sign === "-" ? -offset : offset;
	};
	const days = new Map<number, number | undefined>();
	return (moment) => {
		if (Number.isNaN(moment)) return moment;
		const day = Math.floor(moment / DAY);
		if (!days.has(day)) {
			if (days.size >= MOST_DAYS) days.clear();
			const offset = exact(day * DAY);
			days.set(day, offset === exact((day + 1) * DAY) ? offset : undefined);
		}
		return days.get(day) ?? exact(moment);
	};
}
