import { expect, test } from "vitest";
import { type PlayOptions, play, transcript } from "../testing/transcript.ts";
import { connect } from "./connect.ts";
import { introduce } from "./introduce.ts";

const me = { clientName: "isoftp", language: "de-AT" };

function knowing(...features: string[]): PlayOptions {
	return { facts: { features: new Map(features.map((name) => [name, ""])) } };
}

test("CLNT, UTF-8 once more behind it, and LANG", () => {
	const { orders, outcome } = play(introduce(me), ["< 200 noted", "< 200 on", "< 200 Deutsch"], knowing("CLNT", "LANG", "UTF8"));
	expect(orders).toEqual(["> CLNT isoftp", "> OPTS UTF8 ON", "> LANG de-AT"]);
	expect(outcome).toEqual({ ok: true, value: undefined });
});

test("only what FEAT offers and the caller wants", () => {
	expect(transcript(introduce(me), [], knowing("MLST"))).toEqual([]);
	expect(transcript(introduce({}), [], knowing("CLNT", "LANG"))).toEqual([]);
	expect(transcript(introduce(me), ["< 200 Deutsch"], knowing("LANG"))).toEqual(["> LANG de-AT"]);
	expect(transcript(introduce({ clientName: "x" }), ["< 200 noted"], knowing("CLNT", "LANG"))).toEqual(["> CLNT x"]);
});

test("a refusal is no error", () => {
	expect(play(introduce(me), ["< 500 what?", "< 504 nicht hier"], knowing("CLNT", "LANG")).outcome?.ok).toBe(true);
});

test.each(["auto", "off"] as const)("behind the login, with pipelining %s", (pipelining) => {
	const login = ["! connected control", "< 220 x", "< 331 x", "< 230 in"];
	const features = ["< 211-Features:", "<  UTF8", "<  CLNT", "<  LANG EN*;DE", "< 211 End"];
	const lines = [...login, ...features, "< 200 on", "< 200 I", "< 200 noted", "< 200 on", "< 200 Deutsch"];
	const setup = { connected: false, options: { pipelining } };
	const { orders, outcome } = play(connect({ user: "bob", pass: "x" }, { introduce: () => introduce(me) }), lines, setup);
	expect(orders.slice(-3)).toEqual(["> CLNT isoftp", "> OPTS UTF8 ON", "> LANG de-AT"]);
	expect(outcome?.ok).toBe(true);
});
