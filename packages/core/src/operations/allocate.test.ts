import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { allocate } from "./allocate.ts";

test.each([
	["taken", "200 A L'HUILE"],
	["superfluous", "202 No storage allocation necessary."],
	["unknown", "500 what"],
	["not implemented", "502 no"],
	["not in this form", "501 record size, please"],
	["not with this argument", "504 no"],
])("%s: the upload can go on", (_, reply) => {
	const { orders, outcome } = play(allocate(100), [`< ${reply}`]);
	expect(orders).toEqual(["> ALLO 100"]);
	expect(outcome).toEqual({ ok: true, value: undefined });
});

test.each([[552], [452], [550]])("%i: there is no room", (code) => {
	const { outcome } = play(allocate(2 ** 50), [`< ${code} Disk full`]);
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code, command: "ALLO 1125899906842624" } });
});
