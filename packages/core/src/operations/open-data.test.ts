import { expect, test } from "vitest";
import { newProfile } from "../protocol/facts.ts";
import { play, transcript } from "../testing/transcript.ts";
import { openData } from "./open-data.ts";

const port = "< 229 Entering Extended Passive Mode (|||6446|)";

test("EPSV, to the control connection's peer", () => {
	const { orders, outcome } = play(openData(), [port, "! connected data1"]);
	expect(orders).toEqual(["> EPSV", "! connect data1 192.0.2.1:6446"]);
	expect(outcome).toEqual({ ok: true, value: "data1" });
});

test("with PROT P the connection is made ready for TLS", () => {
	expect(transcript(openData(), [port], { facts: { privateData: true } })).toEqual([
		"> EPSV",
		"! connect data1 192.0.2.1:6446 tls later",
	]);
});

test.each([["500 what?"], ["502 no"], ["522 use (1)"], ["200 EPSV ALL ok"]])(
	"11: EPSV answered %s: PASV, and it is remembered",
	(refusal) => {
		const { orders, session } = play(openData(), [`< ${refusal}`, "< 227 (10,0,0,9,4,1)", "! connected data1"]);
		// The address in the 227 is not dialled.
		expect(orders).toEqual(["> EPSV", "> PASV", "! connect data1 192.0.2.1:1025"]);
		expect([...session.facts.refusedWays]).toEqual(["EPSV"]);
		session.start(openData(), 0);
		expect(new TextDecoder().decode((session.poll() as { bytes: Uint8Array }).bytes)).toBe("PASV\r\n");
	},
);

test("11: EPSV granted, but the port cannot be reached: PASV", () => {
	const { orders, outcome } = play(openData(), [port, "! failed data1", "< 227 (10,0,0,9,4,1)", "! connected data2"]);
	expect(orders).toEqual([
		"> EPSV",
		"! connect data1 192.0.2.1:6446",
		"! close data1",
		"> PASV",
		"! connect data2 192.0.2.1:1025",
	]);
	expect(outcome).toEqual({ ok: true, value: "data2" });
	const silent = [port, "+ 30000", "< 227 (10,0,0,9,4,1)", "! connected data2"];
	expect(play(openData(), silent).outcome).toEqual({ ok: true, value: "data2" });
});

test("11: neither works: the error names both, and the next time everything is tried again", () => {
	const { outcome, session } = play(openData(), ["< 502 no EPSV", "< 502 no PASV"]);
	expect(outcome).toMatchObject({ error: { name: "FTPNetworkError", message: expect.stringMatching(/no EPSV.*no PASV/) } });
	expect(session.phase).toBe("idle");
	expect(session.facts.refusedWays.size).toBe(0);
});

test("10: each answers for the other", () => {
	expect(transcript(openData(), ["< 227 (91,190,231,97,119,66)"])).toEqual(["> EPSV", "! connect data1 192.0.2.1:30530"]);
	const pasv = { options: { passive: "pasv" as const } };
	expect(transcript(openData(), [port], pasv)).toEqual(["> PASV", "! connect data1 192.0.2.1:6446"]);
});

test("4yz means not now, and is passed on; 425, for want of a port, when it is said twice", () => {
	const { orders, outcome } = play(openData(), ["< 450 not now"]);
	expect(orders).toEqual(["> EPSV"]);
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 450 } });
	const busy = play(openData(), ["< 425 EPSV: Address already in use", "< 425 no ports left"]);
	expect(busy.orders).toEqual(["> EPSV", "> EPSV"]);
	expect(busy.outcome).toMatchObject({ error: { name: "FTPReplyError", code: 425 } });
	expect(play(openData(), ["< 425 in use", port, "! connected data1"]).outcome).toEqual({ ok: true, value: "data1" });
});

test.each([
	["229 (|||1000000|)", "BAD_ADDRESS"],
	["229 (|||0|)", "BAD_ADDRESS"],
	["227 (300,0,0,1,4,1)", "BAD_ADDRESS"],
	["250 that belonged to CWD", "UNEXPECTED_REPLY"],
	["331 password?", "UNEXPECTED_REPLY"],
])("4, 7: EPSV answered %s: out of step, nothing is dialled", (reply, code) => {
	const { orders, outcome, session } = play(openData(), [`< ${reply}`]);
	expect(orders).toEqual(["> EPSV", "! close control"]);
	expect(outcome).toMatchObject({ error: { name: "FTPProtocolError", code } });
	expect(session.phase).toBe("closed");
});

test.each([
	["advertised", "10.0.0.9"],
	["data.ftp.test", "data.ftp.test"],
	["control", "192.0.2.1"],
])("1, 3: dataHost %s dials %s", (dataHost, dialled) => {
	const setup = { options: { passive: "pasv" as const, dataHost } };
	expect(transcript(openData(), ["< 227 (10,0,0,9,4,1)"], setup)).toEqual(["> PASV", `! connect data1 ${dialled}:1025`]);
});

test("EPSV only, when told so", () => {
	const setup = { options: { passive: "epsv" as const } };
	const { orders, outcome } = play(openData(), ["< 502 no"], setup);
	expect(orders).toEqual(["> EPSV"]);
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 502 } });
});

test("12: EPSV swallowed by somebody on the way: the session cannot be trusted any more", () => {
	const { outcome, session } = play(openData(), ["+ 60000"]);
	expect(outcome).toMatchObject({ error: { name: "FTPTimeoutError", waitingFor: "the reply to EPSV" } });
	expect(session.phase).toBe("closed");
});

test("a server that refuses EPSV is remembered, a port that cannot be reached is not", () => {
	const refused = play(openData(), ["< 502 what?", "< 227 (10,0,0,9,4,1)", "! connected data1"]);
	expect(refused.session.facts.options.profile.refusesEPSV).toBe(true);
	const unreachable = play(openData(), [port, "! failed data1", "< 227 (10,0,0,9,4,1)", "! connected data2"]);
	expect(unreachable.session.facts.options.profile.refusesEPSV).toBe(false);
});

test("what another session has learnt: PASV first, and EPSV all the same where that fails", () => {
	const known = { options: { profile: { ...newProfile(), refusesEPSV: true } } };
	expect(transcript(openData(), ["< 227 (10,0,0,9,4,1)", "! connected data1"], known)[0]).toBe("> PASV");
	expect(known.options.profile.refusesEPSV).toBe(true);
	const changed = play(openData(), ["< 502 PASV?", port, "! connected data1"], known);
	expect(changed.orders).toEqual(["> PASV", "> EPSV", "! connect data1 192.0.2.1:6446"]);
	expect(changed.outcome?.ok).toBe(true);
	expect(known.options.profile.refusesEPSV).toBe(false);
});
