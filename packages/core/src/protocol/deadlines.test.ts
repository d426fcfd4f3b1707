import { expect, test } from "vitest";
import { earliest, patienceOf, timeoutCodes } from "./deadlines.ts";

const patient = { connect: 30_000, reply: 60_000, stall: 90_000 };
const hurried = { ...patient, reply: 500 };

test.each([
	["connect", 30_000, 30_000],
	["reply", 60_000, 500],
	["stall", 90_000, 90_000],
	["grace", 1000, 500],
	["burst", 15_000, 500],
	["ahead", 0, 0],
] as const)("%s takes %i ms, and %i where replies have half a second", (patience, most, least) => {
	expect([patienceOf(patient, patience), patienceOf(hurried, patience)]).toEqual([most, least]);
});

test("each kind of wait has the code of what did not come", () => {
	expect(timeoutCodes).toEqual({
		connect: "CONNECT_TIMEOUT",
		ahead: "CONNECT_TIMEOUT",
		reply: "REPLY_TIMEOUT",
		grace: "REPLY_TIMEOUT",
		burst: "REPLY_TIMEOUT",
		stall: "STALL_TIMEOUT",
		total: "TOTAL_TIMEOUT",
	});
});

test("the first of the moments that there are", () => {
	expect([earliest(3, undefined, 1, 2), earliest(undefined, 0), earliest(undefined)]).toEqual([1, 0, undefined]);
});
