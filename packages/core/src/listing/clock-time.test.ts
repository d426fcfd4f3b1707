import { expect, it } from "vitest";
import { readClockTime } from "./clock-time.ts";

const read = (text: string): ReturnType<typeof readClockTime> => readClockTime(text, 0, text.length);

it.each([
	["10:02", { hour: 10, minute: 2 }],
	["7:05", { hour: 7, minute: 5 }],
	["00:0", { hour: 0, minute: 0 }],
	["25:99", { hour: 25, minute: 99 }],
	["10:02:03", { hour: 10, minute: 2, second: 3 }],
	["10:02:03.5", { hour: 10, minute: 2, second: 3, millisecond: 500 }],
	["10:02:03.000000001", { hour: 10, minute: 2, second: 3, millisecond: 0 }],
])("reads %s", (text, time) => {
	expect(read(text)).toEqual(time);
});

it.each([
	"",
	":",
	"10",
	"10:",
	":10",
	"100:10",
	"10:100",
	"10:02:",
	"10:02:3",
	"10:02:030",
	"10:02:03.",
	"10:02x",
	"10:02:03x",
	"1a:02",
])("does not read %j", (text) => {
	expect(read(text)).toBeUndefined();
});

it("reads no further than it is told", () => {
	expect(readClockTime("at 10:02:03", 3, 8)).toEqual({ hour: 10, minute: 2 });
	expect(readClockTime("10:02", 0, 4)).toBeUndefined();
	expect(readClockTime("10:02:03", 0, 7)).toBeUndefined();
	expect(readClockTime("10:02:03.55", 0, 10)).toBeUndefined();
});
