import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { size, sizeExact } from "./size.ts";

test.each([
	["213 51", 51],
	["213 0", 0],
	["213  1024 ", 1024],
	["213 file: 213, Size =51", 51],
	["213 9223372036854775807", 2 ** 63],
])("50: %s is a size", (reply, bytes) => {
	const { orders, outcome } = play(size("/f"), [`< ${reply}`]);
	expect(orders).toEqual(["> SIZE /f"]);
	expect(outcome).toEqual({ ok: true, value: bytes });
});

test.each([
	["213 -1"],
	["213 1,234"],
	["213 "],
	["213 0x10"],
	["213 99999999999999999999999"],
	["213 18446744073709551615"],
	["213 5 bytes"],
	["213 NaN"],
	["213 1e3"],
	["213 5.0"],
	["200 5"],
	["250 5"],
])("50: %s is no size", (reply) => {
	expect(play(size("/f"), [`< ${reply}`]).outcome).toMatchObject({ error: { name: "FTPProtocolError", code: "BAD_VALUE" } });
});

test("50: a size is one line", () => {
	expect(play(size("/f"), ["< 213-here", "< 213 5"]).outcome).toMatchObject({
		error: { code: "BAD_VALUE", expected: "a size in bytes" },
	});
});

test("50: exact, however large", () => {
	const { outcome } = play(sizeExact("/f"), ["< 213 9007199254740993"]);
	expect(outcome).toEqual({ ok: true, value: 9007199254740993n });
});

test("50: refused", () => {
	expect(play(size("/f"), ["< 550 not a plain file"]).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550 } });
});
