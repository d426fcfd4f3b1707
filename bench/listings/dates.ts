import type { Format } from "./lines.ts";

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const DAY = 24 * 60 * 60 * 1000;

/**
 * What a caller of basic-ftp has to do to get the dates of LIST: it gives them as text. Only for the forms of this benchmark, so
 * that it takes no more time than it must.
 */
export const dateOf: Readonly<Record<Format, (text: string, now: Date) => Date | undefined>> = {
	MLSD: () => undefined,
	"LIST as on Unix"(text, now) {
		const [, month = "", day, year, hour, minute] = /^(\w{3}) +(\d+) +(?:(\d{4})|(\d+):(\d+))$/.exec(text) ?? [];
		const index = MONTHS.indexOf(month) / 3;
		if (year !== undefined) return new Date(Date.UTC(Number(year), index, Number(day)));
		const date = new Date(Date.UTC(now.getUTCFullYear(), index, Number(day), Number(hour), Number(minute)));
		if (date.getTime() > now.getTime() + DAY) date.setUTCFullYear(now.getUTCFullYear() - 1);
		return date;
	},
	"LIST as on Windows"(text) {
		const [, month, day, year, hour, minute, half] = /^(\d\d)-(\d\d)-(\d\d) +(\d\d):(\d\d)([AP])M$/.exec(text) ?? [];
		const hours = (Number(hour) % 12) + (half === "P" ? 12 : 0);
		return new Date(Date.UTC(2000 + Number(year), Number(month) - 1, Number(day), hours, Number(minute)));
	},
};
