import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { available } from "./available.ts";

test.each([
	["213 1073741824", 2 ** 30],
	["213 0 bytes", 0],
	["213  12  ", 12],
])("%s", (reply, bytes) => {
	const { orders, outcome } = play(available("/d"), [`< ${reply}`]);
	expect(orders).toEqual(["> AVBL /d"]);
	expect(outcome).toEqual({ ok: true, value: bytes });
	expect(play(available(), [`< ${reply}`]).orders).toEqual(["> AVBL"]);
});

test.each([["213 lots"], ["213 -1"], ["213 1.5G"], ["213 999999999999999999999"]])("%s is no number of bytes", (reply) => {
	expect(play(available(), [`< ${reply}`]).outcome).toMatchObject({ error: { name: "FTPProtocolError", code: "BAD_VALUE" } });
});

test("unknown to most", () => {
	expect(play(available(), ["< 500 AVBL not understood"]).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 500 } });
});
