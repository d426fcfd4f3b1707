import { describe, expect, test } from "vitest";
import { newProfile } from "../protocol/facts.ts";
import { type PlayOptions, play, transcript } from "../testing/transcript.ts";
import { connect } from "./connect.ts";

const bob = { user: "bob", pass: "hunter2" };
const dial = "! connect control ftp.test:21";
const burst = ["> USER bob", "> PASS hunter2", "> FEAT", "> OPTS UTF8 ON", "> TYPE I"];
const protectedBurst = ["> USER bob", "> PASS hunter2", "> PBSZ 0", "> PROT P", "> FEAT", "> OPTS UTF8 ON", "> TYPE I"];
const plain = (): PlayOptions => ({ connected: false, options: { profile: newProfile() } });
const explicit = (): PlayOptions => ({ connected: false, options: { secure: true, profile: newProfile() } });
const greeted = ["! connected control", "< 220 ready"];
const features = ["< 211-Features:", "<  UTF8", "<  MLST type*;size*;", "< 211 End"];
const rest = [...features, "< 200 UTF8 is on", "< 200 binary"];

test("plain: everything in one write behind the greeting", () => {
	const { orders, outcome, session } = play(connect(bob), [...greeted, "< 331 password?", "< 230 welcome", ...rest], plain());
	expect(orders).toEqual([dial, ...burst]);
	expect(outcome).toEqual({ ok: true, value: undefined });
	expect([...session.facts.features.keys()]).toEqual(["UTF8", "MLST"]);
	expect(session.phase).toBe("idle");
	expect(session.facts).toMatchObject({ inBurst: false, options: { profile: { isLockStep: false } } });
});

test("nothing is sent before the greeting, and only AUTH before TLS", () => {
	expect(transcript(connect(bob), ["! connected control"], plain())).toEqual([dial]);
	const orders = transcript(connect(bob), [...greeted, "< 234 go", "! secured control"], explicit());
	expect(orders).toEqual([`${dial} tls later`, "> AUTH TLS", "! secure control ftp.test", ...protectedBurst]);
});

test("with TLS: PBSZ and PROT are part of it, and both must be granted", () => {
	const start = [...greeted, "< 234 go", "! secured control", "< 331 x", "< 230 in", "< 200 PBSZ=0"];
	const { outcome, session } = play(connect(bob), [...start, "< 200 private", ...rest], explicit());
	expect(outcome?.ok).toBe(true);
	expect(session.facts).toMatchObject({ secured: true, privateData: true });

	const refused = play(connect(bob), [...start, "< 534 no", ...rest, "< 200 PBSZ=0", "< 534 no"], explicit());
	expect(refused.orders.slice(-3)).toEqual(["> PBSZ 0", "> PROT P", "! close control"]);
	expect(refused.outcome).toMatchObject({ error: { name: "FTPTLSError", code: "NOT_OFFERED" } });
});

test("a transfer that waits already: EPSV goes with it, and its connection is there when the login is", () => {
	const lines = ["! queued transfer", ...greeted, "< 331 x", "< 230 in", ...rest, "< 229 (|||5|)", "! connected data1"];
	const { orders, outcome, session } = play(connect(bob), lines, plain());
	expect(orders).toEqual([dial, ...burst, "> EPSV", "! connect data1 192.0.2.1:5"]);
	expect(outcome?.ok).toBe(true);
	expect(session.phase).toBe("idle");
});

test("a server that wants no login", () => {
	expect(transcript(connect(bob), ["! connected control", "< 230 come in"], plain())).toEqual([dial, ...burst.slice(2)]);
	// A user name alone may be enough; what is said to PASS then does not matter.
	for (const answer of ["503 not needed", "530 already in", "202 superfluous", "230 still in"]) {
		expect(play(connect(bob), [...greeted, "< 230 in", `< ${answer}`, ...rest], plain()).outcome?.ok).toBe(true);
	}
});

test("a name beyond ASCII: UTF8 is switched on in front of it", () => {
	const orders = transcript(connect({ user: "jürgen", pass: "x" }), greeted, plain());
	expect(orders).toEqual([dial, "> OPTS UTF8 ON", "> USER jürgen", "> PASS x", "> FEAT", "> TYPE I"]);
});

describe("a wrong password", () => {
	const refused = ["< 331 x", "< 530 Login incorrect."];
	const error = { name: "FTPReplyError", code: 530, command: "PASS ***" };

	test("every reply is taken in before the refusal is passed on", () => {
		const begun = play(connect(bob), [...greeted, ...refused, "< 530 x", "< 530 x"], plain());
		expect(begun.outcome).toBeUndefined();
		const { outcome, orders } = play(connect(bob), [...greeted, ...refused, "< 530 x", "< 530 x", "< 530 x"], plain());
		expect(outcome).toMatchObject({ error });
		expect(orders).toEqual([dial, ...burst, "! close control"]);
	});

	test("but not waited for, if the server hangs up or falls silent", () => {
		for (const end of ["! ended control", "! failed control", "+ 1000"]) {
			const { outcome, session } = play(connect(bob), [...greeted, ...refused, end], plain());
			expect(outcome).toMatchObject({ error });
			// The same password again, one command at a time, would only count against the account.
			expect(session.facts.inBurst).toBe(false);
		}
	});

	test("whatever the code: it is said once, though the server hangs up", () => {
		for (const code of [430, 530, 550]) {
			const { outcome, session } = play(connect(bob), [...greeted, "< 331 x", `< ${code} no`, "! ended control"], plain());
			expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code, command: "PASS ***" } });
			expect(session.facts.inBurst).toBe(false);
		}
		const { outcome } = play(connect(bob), [...greeted, "< 530 nobody", "! ended control"], plain());
		expect(outcome).toMatchObject({ error: { code: 530, command: "USER bob" } });
	});

	test("that is told last, behind answers to all the rest (pyftpdlib)", () => {
		const profile = newProfile();
		const answers = ["< 331 x", ...features, "< 530 login first", "< 530 login first", "< 530 Authentication failed."];
		const setup = { connected: false, options: { profile } };
		const { orders, outcome } = play(connect(bob), [...greeted, ...answers], setup);
		expect(outcome).toMatchObject({ error: { ...error, reply: { text: "Authentication failed." } } });
		expect(orders).toEqual([dial, ...burst, "! close control"]);
		expect(profile.isLockStep).toBe(true);
	});

	test("an answer that comes late is waited for, where the server goes on answering", () => {
		const hasty = ["< 331 x", "< 530 login first", "< 530 login first", "< 530 login first", "+ 3000", "< 230 in"];
		expect(play(connect(bob), [...greeted, ...hasty, ...rest], plain()).outcome?.ok).toBe(true);
	});

	test("what is said to a PASS that nobody has asked for is none", () => {
		const slow = ["< 230 in", "< 530 already in", "+ 3000", ...rest];
		expect(play(connect(bob), [...greeted, ...slow], plain()).outcome?.ok).toBe(true);
		const account = ["< 332 account?", "< 530 account first", "< 530 x", "< 530 x", "< 530 x"];
		const again = ["< 332 account?", "< 230 in", ...rest];
		const { outcome } = play(connect({ ...bob, account: "books" }), [...greeted, ...account, ...again], plain());
		expect(outcome?.ok).toBe(true);
	});

	test("a user who is refused by name", () => {
		const lines = [...greeted, "< 530 anonymous only", "< 503 USER first", "< 530 x", "< 530 x", "< 530 x"];
		expect(play(connect(bob), lines, plain()).outcome).toMatchObject({ error: { code: 530, command: "USER bob" } });
	});
});

describe("a server that does not stand it", () => {
	test("PASS out of order: all is asked again, one at a time", () => {
		const confused = ["< 331 x", "< 503 USER first", "< 530 x", "< 530 x", "< 530 x"];
		const lines = [...greeted, ...confused, "< 331 x", "< 230 in", ...rest];
		const { orders, outcome, session } = play(connect(bob), lines, plain());
		expect(orders).toEqual([dial, ...burst, "> USER bob", "> PASS hunter2", "> FEAT", "> OPTS UTF8 ON", "> TYPE I"]);
		expect(outcome?.ok).toBe(true);
		expect(session.facts.options.profile.isLockStep).toBe(true);
	});

	test("one that answers what came behind PASS before it has checked it", () => {
		const profile = newProfile();
		const hasty = ["< 331 x", "< 530 login first", "< 530 login first", "< 530 login first", "< 230 in"];
		const setup = { connected: false, options: { profile } };
		const { orders, outcome } = play(connect(bob), [...greeted, ...hasty, ...rest], setup);
		expect(orders).toEqual([dial, ...burst, "> FEAT", "> OPTS UTF8 ON", "> TYPE I"]);
		expect(outcome?.ok).toBe(true);
		expect(profile.isLockStep).toBe(true);
		expect(transcript(connect(bob), greeted, setup)).toEqual([dial, "> USER bob"]);
	});

	test("one that answers even FEAT and TYPE before PASS: nothing of that is taken for something else", () => {
		const hasty = ["< 331 x", ...features, "< 200 on", "< 200 binary", "< 230 in"];
		const { orders, outcome, session } = play(connect(bob), [...greeted, ...hasty, ...rest], plain());
		expect(orders).toEqual([dial, ...burst, "> FEAT", "> OPTS UTF8 ON", "> TYPE I"]);
		expect(outcome?.ok).toBe(true);
		expect([...session.facts.features.keys()]).toEqual(["UTF8", "MLST"]);
	});

	test("one that calls TYPE unknown in a burst", () => {
		const garbled = ["< 331 x", "< 230 in", ...features, "< 200 on", "< 500 what?"];
		const { orders, outcome } = play(connect(bob), [...greeted, ...garbled, ...rest], plain());
		expect(orders.slice(-3)).toEqual(["> FEAT", "> OPTS UTF8 ON", "> TYPE I"]);
		expect(outcome?.ok).toBe(true);
	});

	test("one that swallows the rest is not waited for as long as one that is slow", () => {
		const { outcome, session } = play(connect(bob), [...greeted, "< 331 x", "+ 15000"], plain());
		expect(outcome).toMatchObject({ error: { name: "FTPTimeoutError", code: "REPLY_TIMEOUT" } });
		expect(session).toMatchObject({ phase: "closed", facts: { inBurst: true } });
	});

	test("one that says too much", () => {
		const lines = [...greeted, "< 331 x", "< 230 in", "< 500 x", "< 200 x", "< 200 x", "< 500 x"];
		const { session } = play(connect(bob), lines, plain());
		expect(session).toMatchObject({ phase: "closed", closedBy: { code: "UNEXPECTED_REPLY" } });
	});
});

test("an account that is asked for: the login begins again, one command at a time", () => {
	const wanted = ["< 331 x", "< 332 account?", "< 530 x", "< 530 x", "< 530 x"];
	const again = ["< 331 x", "< 332 account?", "< 230 in", ...rest];
	const lines = [...greeted, ...wanted, ...again];
	const { orders, outcome, session } = play(connect({ ...bob, account: "books" }), lines, plain());
	expect(orders.slice(6)).toEqual(["> USER bob", "> PASS hunter2", "> ACCT books", "> FEAT", "> OPTS UTF8 ON", "> TYPE I"]);
	expect(outcome?.ok).toBe(true);
	expect(session.facts.options.profile.isLockStep).toBeUndefined();
	expect(play(connect(bob), [...greeted, ...wanted, "< 331 x", "< 332 account?"], plain()).outcome).toMatchObject({
		error: { name: "FTPUsageError" },
	});
});

describe("eager: before the greeting, if asked for", () => {
	const eager: PlayOptions["options"] = { pipelining: "eager" };

	test("the login is on its way while the server still says hello", () => {
		const setup = { connected: false, options: { ...eager, profile: newProfile() } };
		const { orders, outcome } = play(connect(bob), [...greeted, "< 331 x", "< 230 in", ...rest], setup);
		expect(transcript(connect(bob), ["! connected control"], setup)).toEqual([dial, ...burst]);
		expect(orders).toEqual([dial, ...burst]);
		expect(outcome?.ok).toBe(true);
	});

	test("a server that is not ready, or wants no login", () => {
		const setup = { connected: false, options: { ...eager, profile: newProfile() } };
		const connected = "! connected control";
		expect(play(connect(bob), [connected, "< 500 no"], setup).outcome).toMatchObject({ error: { code: 500 } });
		expect(play(connect(bob), [connected, "< 120 soon", "< 230 hi", "< 503 x", "< 503 x", ...rest], setup).outcome?.ok).toBe(
			true,
		);
	});

	test("never before TLS", () => {
		const setup = { connected: false, options: { ...eager, secure: true, profile: newProfile() } };
		expect(transcript(connect(bob), ["! connected control"], setup)).toEqual([`${dial} tls later`]);
	});
});
