import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { rename } from "./rename.ts";

test("RNFR, RNTO", () => {
	const { orders, outcome } = play(rename("a", "b"), ["< 350 and now?", "< 250 done"]);
	expect(orders).toEqual(["> RNFR a", "> RNTO b"]);
	expect(outcome?.ok).toBe(true);
});

test("refused at either step", () => {
	expect(play(rename("a", "b"), ["< 550 no a"])).toMatchObject({
		orders: ["> RNFR a"],
		outcome: { error: { command: "RNFR a" } },
	});
	expect(play(rename("a", "b"), ["< 350 x", "< 553 no b"]).outcome).toMatchObject({ error: { command: "RNTO b", code: 553 } });
	expect(play(rename("a", "b"), ["< 250 x"]).outcome).toMatchObject({ error: { code: "UNEXPECTED_REPLY" } });
});

test("a bad new name is found before RNFR", () => {
	expect(play(rename("a", "b\r\nDELE c"), [])).toMatchObject({ orders: [], outcome: { error: { name: "FTPUsageError" } } });
});
