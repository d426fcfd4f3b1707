import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { login } from "./login.ts";

const bob = { user: "bob", pass: "hunter2", account: "sales" };

test.each<[string, string[], string[]]>([
	["USER is enough", ["< 230 in"], ["> USER bob"]],
	["already in", ["< 202 superfluous"], ["> USER bob"]],
	["USER and PASS", ["< 331 pass?", "< 230 in"], ["> USER bob", "> PASS hunter2"]],
	["PASS is superfluous", ["< 331 pass?", "< 202 in"], ["> USER bob", "> PASS hunter2"]],
	["account at once", ["< 332 account?", "< 230 in"], ["> USER bob", "> ACCT sales"]],
	["all three", ["< 331 pass?", "< 332 account?", "< 230 in"], ["> USER bob", "> PASS hunter2", "> ACCT sales"]],
])("54: %s", (_, lines, orders) => {
	const played = play(login(bob), lines);
	expect(played.orders).toEqual(orders);
	expect(played.outcome).toEqual({ ok: true, value: undefined });
});

test("54: nothing to do where the greeting was 230", () => {
	const greeting = { code: 230, text: "in", lines: ["230 in"] };
	expect(play(login(bob), [], { facts: { greeting } })).toMatchObject({ orders: [], outcome: { ok: true } });
});

test("a wrong password is the server's refusal, and not in the error", () => {
	const { outcome } = play(login(bob), ["< 331 pass?", "< 530 Login incorrect."]);
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 530, command: "PASS ***" } });
	expect(JSON.stringify(outcome)).not.toContain("hunter2");
	expect(String(outcome?.ok === false && outcome.error)).not.toContain("hunter2");
});

test.each([["430 later"], ["532 need account for that"]])("54: %s to PASS", (reply) => {
	expect(play(login(bob), ["< 331 pass?", `< ${reply}`]).outcome).toMatchObject({ error: { name: "FTPReplyError" } });
});

test("54: an account is asked for, and there is none", () => {
	const played = play(login({ user: "bob", pass: "x" }), ["< 331 pass?", "< 332 account?"]);
	expect(played.outcome).toMatchObject({
		error: {
			name: "FTPUsageError",
			code: "BAD_ARGUMENT",
			message: expect.stringContaining("account"),
			cause: { code: 332, command: "PASS ***" },
		},
	});
	expect(played.orders).toEqual(["> USER bob", "> PASS x"]);
});

test("54: a server that asks again and again is not obeyed", () => {
	expect(play(login(bob), ["< 331 a", "< 331 b"]).outcome).toMatchObject({ error: { code: "UNEXPECTED_REPLY" } });
	expect(play(login(bob), ["< 332 a", "< 331 b"]).outcome).toMatchObject({ error: { code: "UNEXPECTED_REPLY" } });
	expect(play(login(bob), ["< 350 what"]).outcome).toMatchObject({ error: { code: "UNEXPECTED_REPLY" } });
});
