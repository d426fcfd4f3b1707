import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { chmod } from "./chmod.ts";

test.each([
	[0o644, "644"],
	[0, "000"],
	[0o7777, "7777"],
	["644", "644"],
	["0644", "644"],
	["04755", "4755"],
	["0o644", "644"],
	["rw-r--r--", "644"],
	["rwxr-x--x", "751"],
	["rwsr-Sr-t", "7745"],
	["--------T", "1000"],
])("%s is %s", (mode, digits) => {
	const { orders, outcome } = play(chmod("/a b", mode), ["< 200 SITE CHMOD command ok."]);
	expect(orders).toEqual([`> SITE CHMOD ${digits} /a b`]);
	expect(outcome).toEqual({ ok: true, value: undefined });
});

test.each([
	[-1],
	[0o10000],
	[1.5],
	[Number.NaN],
	["u+x"],
	["888"],
	["64"],
	[""],
	["rwxrwxrw"],
	["-rw-r--r--"],
	["rw-r--r--x"],
	["644x"],
	["x644"],
	[undefined],
])("%s is no mode: nothing is sent", (mode) => {
	const { orders, outcome } = play(chmod("/f", mode as string), []);
	expect(orders).toEqual([]);
	expect(outcome).toMatchObject({ error: { name: "FTPUsageError", code: "BAD_ARGUMENT" } });
});

test.each([[300], [500], [502], [550], [202]])("%i means that nothing was changed", (code) => {
	expect(play(chmod("/f", 0o600), [`< ${code} no`]).outcome).toMatchObject({ error: { name: "FTPReplyError", code } });
});
