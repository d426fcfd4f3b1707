import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { size, sizeExact } from "./size.ts";

test.each([
	["213 51", 51],
	["213 0", 0],
	["213  1024 ", 1024],
	["213 file: 213, Size =51", 51],
	["213 9223372036854775807", 2 ** 63],
])("%s", (reply, bytes) => {
	const { orders, outcome } = play(size("/f"), [`< ${reply}`]);
	expect(orders).toEqual(["> SIZE /f"]);
	expect(outcome).toEqual({ ok: true, value: bytes });
});

test.each([["213 -1"], ["213 1,234"], ["213 "], ["213 0x10"], ["213 99999999999999999999999"], ["213 18446744073709551615"]])(
	"%s is no size",
	(reply) => {
		expect(play(size("/f"), [`< ${reply}`]).outcome).toMatchObject({ error: { name: "FTPProtocolError", code: "BAD_VALUE" } });
	},
);

test("exact, however large", () => {
	const { outcome } = play(sizeExact("/f"), ["< 213 9007199254740993"]);
	expect(outcome).toEqual({ ok: true, value: 9007199254740993n });
});

test("refused", () => {
	expect(play(size("/f"), ["< 550 not a plain file"]).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550 } });
});
