import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { answerTo } from "./challenge.ts";
import { connect } from "./connect.ts";
import { type Credentials, login } from "./login.ts";

const opie = "Response to otp-md5 499 ke1234 ext required for bob.";
const skey = "[ s/key 99 ke4452 ]";

function bob(pass?: string): Credentials {
	return { user: "bob", pass: pass ?? "", respond: (challenge) => answerTo(challenge, pass) };
}

test.each([opie, skey, "Password required", "s/key 98 ab1", "otp-sha1 2 x"])(
	"without a password, %s is for the caller",
	(text) => {
		const { orders, outcome } = play(login(bob()), [`< 331 ${text}`, "! answered OUST COAT FOAL", "< 230 in"]);
		expect(orders).toEqual(["> USER bob", `! consult ${text}`, "> PASS OUST COAT FOAL"]);
		expect(outcome?.ok).toBe(true);
	},
);

test.each([
	[opie, "! consult"],
	[skey, "! consult"],
	["Password required for bob.", "> PASS hunter2"],
	["S/Key is not in use, password please", "> PASS hunter2"],
	["otp-md5 required", "> PASS hunter2"],
])("with a password, %s leads to %s", (text, order) => {
	expect(play(login(bob("hunter2")), [`< 331 ${text}`]).orders.at(-1)).toMatch(new RegExp(`^${order}`));
});

test("a challenge of several lines is handed over whole", () => {
	const { orders } = play(login(bob()), ["< 331-Challenge:", "< 331-otp-md5 1 seed", "< 331 Answer?"]);
	expect(orders.at(-1)).toBe("! consult Challenge:\notp-md5 1 seed\nAnswer?");
});

test("nobody is asked where no password is wanted", () => {
	expect(play(login(bob()), ["< 230 in"])).toMatchObject({ orders: ["> USER bob"], outcome: { ok: true } });
	const account = play(login({ ...bob(), account: "sales" }), ["< 332 account?", "< 230 in"]);
	expect(account.orders).toEqual(["> USER bob", "> ACCT sales"]);
});

test("an account may be wanted behind it", () => {
	const lines = [`< 331 ${skey}`, "! answered WORD", "< 332 account?", "< 230 in"];
	expect(play(login({ ...bob(), account: "sales" }), lines).orders.slice(-2)).toEqual(["> PASS WORD", "> ACCT sales"]);
});

test("an answer that is refused is asked for once, and is not in the error", () => {
	const { outcome } = play(login(bob()), [`< 331 ${skey}`, "! answered OUST", "< 530 OUST is wrong"]);
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 530, command: "PASS ***" } });
	expect(String(outcome?.ok === false && outcome.error)).not.toContain("OUST");
	const again = play(login(bob()), [`< 331 ${skey}`, "! answered OUST", `< 331 ${skey}`]);
	expect(again.outcome).toMatchObject({ error: { code: "UNEXPECTED_REPLY" } });
});

test.each([
	["a line end", "a\r\nDELE x"],
	["NUL", "a\0b"],
])("an answer with %s is not sent", (_, answer) => {
	const { orders, outcome } = play(login(bob()), [`< 331 ${skey}`, `! answered ${answer}`]);
	expect(orders.at(-1)).toBe(`! consult ${skey}`);
	expect(outcome).toMatchObject({ error: { name: "FTPUsageError" } });
});

test("the caller has the time that a server has for a reply, and may fail", () => {
	const late = play(login(bob()), [`< 331 ${skey}`, "+ 60000", "! answered OUST"]);
	expect(late.outcome).toMatchObject({ error: { name: "FTPTimeoutError", code: "REPLY_TIMEOUT" } });
	expect(late.session.phase).toBe("closed");
	expect(late.orders.slice(-2)).toEqual([`! consult ${skey}`, "! close control"]);
	expect(play(login(bob()), [`< 331 ${skey}`, "! failed control"]).session.phase).toBe("closed");
	expect(play(login(bob()), [`< 331 ${skey}`, "< 421 too late"]).outcome).toMatchObject({ error: { code: 421 } });
});

test("no burst: nothing stands behind USER, also not before the greeting", () => {
	for (const pipelining of ["auto", "eager"] as const) {
		const setup = { connected: false, options: { pipelining } };
		expect(play(connect(bob()), ["! connected control"], setup).orders).toHaveLength(1);
		const lines = ["! connected control", "< 220 x", `< 331 ${skey}`, "! answered OUST", "< 230 in", "< 502 FEAT?", "< 200 I"];
		const { orders, outcome } = play(connect(bob()), lines, setup);
		expect(orders.slice(1)).toEqual(["> USER bob", `! consult ${skey}`, "> PASS OUST", "> FEAT", "> TYPE I"]);
		expect(outcome?.ok).toBe(true);
	}
});

test("a challenge of any length is read in linear time", () => {
	const hostile = `${"s/key ".repeat(5000)}${" ".repeat(20000)}${"otp-".repeat(5000)}${"1".repeat(20000)}`;
	expect(play(answerTo(hostile, "pass"), []).outcome).toEqual({ ok: true, value: "pass" });
});
