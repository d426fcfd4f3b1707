import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { raw } from "./raw.ts";

test("any command, its reply whole", () => {
	const { orders, outcome } = play(raw("site", "CHMOD", "644", "a b"), ["< 200-SITE", "< 200 done"]);
	expect(orders).toEqual(["> SITE CHMOD 644 a b"]);
	expect(outcome).toMatchObject({ ok: true, value: { code: 200, text: "SITE\ndone", lines: ["200-SITE", "200 done"] } });
});

test("an account that is wanted for storing only (532) can be given, and is not shown", () => {
	const { orders, outcome } = play(raw("ACCT", "sales"), ["< 530 sales is no account"]);
	expect(orders).toEqual(["> ACCT sales"]);
	expect(outcome).toMatchObject({ error: { code: 530, command: "ACCT ***", reply: { text: "*** is no account" } } });
});

test("refused", () => {
	expect(play(raw("SITE", "HELP"), ["< 500 no"]).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 500 } });
});

test.each([["RETR"], ["pasv"], ["AUTH"], ["QUIT"], ["TYPE"]])("%s is not for it", (verb) => {
	expect(play(raw(verb, "x"), [])).toMatchObject({
		orders: [],
		outcome: {
			error: {
				name: "FTPUsageError",
				code: "BAD_ARGUMENT",
				message: `${verb.toUpperCase()} is the client's own business: use the method or option for it`,
			},
		},
	});
});
