import { expect, test } from "vitest";
import { newProfile } from "../protocol/facts.ts";
import { type PlayOptions, play, transcript } from "../testing/transcript.ts";
import { connect } from "./connect.ts";

const anybody = { user: "bob", pass: "hunter2" };
const dial = "! connect control ftp.test:21";
const plain: PlayOptions = { connected: false, options: { pipelining: "off" } };
const explicit: PlayOptions = { connected: false, options: { secure: true, pipelining: "off" } };
const implicit: PlayOptions = { connected: false, options: { secure: "implicit", port: 990, pipelining: "off" } };
const featureLines = ["< 211-Features:", "<  UTF8", "<  MLST type*;size*;", "< 211 End"];

test("plain: greeting, login, features, UTF-8, binary", () => {
	const lines = [
		"! connected control",
		"< 220 ready",
		"< 331 password?",
		"< 230 welcome",
		...featureLines,
		"< 200 UTF8 is on",
		"< 200 binary",
	];
	const { orders, outcome, session } = play(connect(anybody), lines, plain);
	expect(orders).toEqual([dial, "> USER bob", "> PASS hunter2", "> FEAT", "> OPTS UTF8 ON", "> TYPE I"]);
	expect(outcome).toEqual({ ok: true, value: undefined });
	expect(session.phase).toBe("idle");
	expect([...session.facts.features.keys()]).toEqual(["UTF8", "MLST"]);
	expect(session.facts.greeting?.text).toBe("ready");
});

test("a login that is to wait for another session's goes on when that has succeeded", () => {
	for (const setup of [plain, { connected: false }]) {
		const lines = ["! queued hold", "! connected control", "< 220 ready", "! queued hold", "+ 9000000"];
		expect(transcript(connect(anybody), lines, setup)).toEqual([dial]);
		expect(transcript(connect(anybody), [...lines, "! queued nothing"], setup).slice(0, 2)).toEqual([dial, "> USER bob"]);
		expect(play(connect(anybody), [...lines, "! abort"], setup).outcome?.ok).toBe(false);
	}
});

test("what that session has learnt is known when the login goes on, and eager does not mean before it", () => {
	for (const pipelining of ["auto", "eager"] as const) {
		const lines = ["! queued hold", "! connected control", "< 220 ready"];
		const profile = newProfile();
		const { orders, session } = play(connect(anybody), lines, { connected: false, options: { pipelining, profile } });
		expect(orders).toEqual([dial]);
		profile.isLockStep = true;
		session.handle({ type: "queued", outlook: "nothing" }, 0);
		expect(session.poll()).toEqual({ type: "send", bytes: new TextEncoder().encode("USER bob\r\n") });
	}
});

test("explicit TLS: nothing but AUTH before it, PBSZ and PROT behind the login", () => {
	const lines = [
		"! connected control",
		"< 220 ready",
		"< 234 go ahead",
		"! secured control",
		"< 331 password?",
		"< 230 welcome",
		"< 200 PBSZ=0",
		"< 200 private",
		...featureLines,
		"< 200 on",
		"< 200 binary",
	];
	const { orders, outcome, session } = play(connect(anybody), lines, explicit);
	expect(orders).toEqual([
		`${dial} tls later`,
		"> AUTH TLS",
		"! secure control ftp.test",
		"> USER bob",
		"> PASS hunter2",
		"> PBSZ 0",
		"> PROT P",
		"> FEAT",
		"> OPTS UTF8 ON",
		"> TYPE I",
	]);
	expect(outcome?.ok).toBe(true);
	expect(session.facts).toMatchObject({ secured: true, privateData: true });
});

test("AUTH SSL for a server that does not know TLS", () => {
	const lines = ["! connected control", "< 220 old", "< 504 unknown mechanism", "< 234 go ahead"];
	expect(transcript(connect(anybody), lines, explicit)).toEqual([
		`${dial} tls later`,
		"> AUTH TLS",
		"> AUTH SSL",
		"! secure control ftp.test",
	]);
});

test.each([
	["534 policy"],
	["431 unavailable"],
	["530 not now"],
	["200 fine, but no TLS"],
	["334 ADAT"],
	["230 you are in"],
	["421 closing"],
])("56: AUTH answered %s: no TLS, so no credentials", (reply) => {
	const { orders, outcome, session } = play(connect(anybody), ["! connected control", "< 220 x", `< ${reply}`], explicit);
	expect(orders).toEqual([`${dial} tls later`, "> AUTH TLS", "! close control"]);
	const name = reply.startsWith("421") ? "FTPReplyError" : "FTPTLSError";
	expect(outcome).toMatchObject({ ok: false, error: { name } });
	expect(session.phase).toBe("closed");
});

test.each([["500"], ["502"]])("55: AUTH unknown altogether (%s)", (code) => {
	const lines = ["! connected control", "< 230 come in, no password", `< ${code} what?`, `< ${code} what?`];
	const { orders, outcome } = play(connect(anybody), lines, explicit);
	expect(orders).toEqual([`${dial} tls later`, "> AUTH TLS", "> AUTH SSL", "! close control"]);
	expect(outcome).toMatchObject({ error: { name: "FTPTLSError", code: "NOT_OFFERED" } });
});

test("57: replies that come in one packet with 234 are an attack", () => {
	const { outcome, orders } = play(connect(anybody), ["! connected control", "< 220 x", "< 234 go\r\n331 injected"], explicit);
	expect(outcome).toMatchObject({ error: { name: "FTPProtocolError", code: "BYTES_BEFORE_TLS" } });
	expect(orders).toEqual([`${dial} tls later`, "> AUTH TLS", "! close control"]);
});

test("69: a greeting of 230 does not log in through TLS: it may have been anybody's", () => {
	const lines = ["! connected control", "< 230 come in", "< 234 go", "! secured control"];
	expect(transcript(connect(anybody), lines, explicit).at(-1)).toBe("> USER bob");
});

test.each([
	["PBSZ", ["< 536 no"], ["> PBSZ 0", "! close control"]],
	["PROT", ["< 200 ok", "< 534 no"], ["> PBSZ 0", "> PROT P", "! close control"]],
])("60: %s refused: no unencrypted data connection", (_, replies, orders) => {
	const lines = ["! connected control", "< 220 x", "< 234 go", "! secured control", "< 230 in", ...replies];
	const played = play(connect(anybody), lines, explicit);
	expect(played.orders.slice(4)).toEqual(orders);
	expect(played.outcome).toMatchObject({ error: { name: "FTPTLSError", code: "NOT_OFFERED" } });
});

test("implicit TLS: from the first byte; PBSZ and PROT may be unknown", () => {
	const lines = ["! connected control", "< 220 x", "< 230 in", "< 502 what?", "< 502 what?", "< 500 no FEAT", "< 200 binary"];
	const { orders, session, outcome } = play(connect(anybody), lines, implicit);
	expect(orders).toEqual(["! connect control ftp.test:990 tls now", "> USER bob", "> PBSZ 0", "> PROT P", "> FEAT", "> TYPE I"]);
	expect(outcome?.ok).toBe(true);
	expect(session.facts).toMatchObject({ secured: true, privateData: true });
});

test("implicit TLS: a greeting of 230 came through it, and counts", () => {
	const lines = ["! connected control", "< 230 come in", "< 200 ok"];
	expect(transcript(connect(anybody), lines, implicit).slice(1)).toEqual(["> PBSZ 0", "> PROT P"]);
});

test("implicit TLS: a PROT that is refused is refused", () => {
	const lines = ["! connected control", "< 220 x", "< 230 in", "< 200 ok", "< 534 no"];
	expect(play(connect(anybody), lines, implicit).outcome).toMatchObject({ error: { name: "FTPTLSError" } });
});

test("a user name beyond ASCII needs UTF8 to be on", () => {
	const lines = ["! connected control", "< 220 x", ...featureLines, "< 200 on"];
	expect(transcript(connect({ user: "jörg", pass: "x" }), lines, plain)).toEqual([
		dial,
		"> FEAT",
		"> OPTS UTF8 ON",
		"> USER jörg",
	]);
});

test("OPTS UTF8 refused is no error, FEAT unknown neither", () => {
	const login = ["! connected control", "< 220 x", "< 230 in"];
	expect(play(connect(anybody), [...login, ...featureLines, "< 504 no", "< 200 I"], plain).outcome?.ok).toBe(true);
	expect(play(connect(anybody), [...login, "< 502 what?", "< 226 odd but 2yz"], plain).outcome?.ok).toBe(true);
});

test("a connection that cannot be made, and one that never comes", () => {
	expect(play(connect(anybody), ["! failed control"], plain).outcome).toMatchObject({ error: { name: "FTPNetworkError" } });
	const { outcome, orders } = play(connect(anybody), ["+ 30000"], plain);
	expect(outcome).toMatchObject({ error: { name: "FTPTimeoutError", code: "CONNECT_TIMEOUT" } });
	expect(orders).toEqual([dial, "! close control"]);
});

test("a bad password argument is found before anything is sent", () => {
	const { orders, outcome } = play(connect({ user: "bob", pass: "a\r\nDELE x" }), ["! connected control", "< 220 x"], plain);
	expect(outcome).toMatchObject({ error: { name: "FTPUsageError" } });
	expect(orders).toEqual([]);
});

test.each(["auto", "off"] as const)("PROT C where data in the clear is wanted, with pipelining %s", (pipelining) => {
	const setup: PlayOptions = { connected: false, options: { secure: true, clearData: true, pipelining } };
	const login = ["! connected control", "< 220 x", "< 234 go", "! secured control", "< 331 x", "< 230 in", "< 200 PBSZ=0"];
	const { orders, outcome, session } = play(connect(anybody), [...login, "< 200 clear", "< 502 x", "< 200 x", "< 200 x"], setup);
	expect(orders).toContain("> PROT C");
	expect(orders).not.toContain("> PROT P");
	expect(outcome?.ok).toBe(true);
	expect(session.facts).toMatchObject({ secured: true, privateData: false });
});

test("PROT C must be granted, also with implicit TLS: where it is unknown data is encrypted", () => {
	for (const [secure, reply] of [
		[true, "534 never"],
		["implicit", "502 what?"],
	] as const) {
		const setup: PlayOptions = { connected: false, options: { secure, clearData: true, pipelining: "off" } };
		const tls = secure === true ? ["< 234 go", "! secured control"] : [];
		const lines = ["! connected control", "< 220 x", ...tls, "< 230 in", "< 200 PBSZ=0", `< ${reply}`];
		expect(play(connect(anybody), lines, setup).outcome).toMatchObject({ error: { name: "FTPTLSError", code: "NOT_OFFERED" } });
	}
});
