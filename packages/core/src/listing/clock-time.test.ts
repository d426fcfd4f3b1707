import { expect, it } from "vitest";
import { CLOCK, clockOf } from "./clock-time.ts";

const MINUTE = 60_000;
const clock = new RegExp(`^${CLOCK}$`);

it.each([
	["10:02", 602 * MINUTE],
	["7:05", 425 * MINUTE],
	["00:0", 0],
	["10:02:03", 602 * MINUTE + 3000],
	["23:59:60", 1440 * MINUTE - 1000],
	["23:59:60.5", 1440 * MINUTE - 500],
	["10:02:03.5", 602 * MINUTE + 3500],
	["10:02:03.029", 602 * MINUTE + 3029],
	["10:02:03.000000001", 602 * MINUTE + 3000],
	["23:59:59.9999", 1440 * MINUTE - 1],
])("reads %s", (text, time) => {
	expect(text).toMatch(clock);
	expect(clockOf(text)).toBe(time);
});

it("reads every millisecond", () => {
	for (let millisecond = 0; millisecond < 1000; millisecond++) {
		expect(clockOf(`23:59:58.${String(millisecond).padStart(3, "0")}`)).toBe(1440 * MINUTE - 2000 + millisecond);
	}
});

it.each(["25:99", "24:00", "10:60", "10:02:61"])("knows that %s does not exist", (text) => {
	expect(text).toMatch(clock);
	expect(clockOf(text)).toBeNaN();
});

it("counts nothing where there is no time", () => {
	expect(clockOf(undefined)).toBe(0);
});

it.each([
	"",
	":",
	"10",
	"10:",
	":10",
	"100:10",
	"10:100",
	"10:2:03",
	"10:02:",
	"10:02:3",
	"10:02:030",
	"10:02:03.",
	"10:02x",
	"1a:02",
])("%j is no time", (text) => {
	expect(text).not.toMatch(clock);
});
