import { expect, test } from "vitest";
import { play, transcript } from "../testing/transcript.ts";
import { answerTo } from "./challenge.ts";
import { connect } from "./connect.ts";
import { type FTPProxyRoute, loginThrough } from "./login-through.ts";

const bob = { user: "bob", pass: "hunter2", account: "sales" };
const guard = { user: "me", pass: "sesame" };
const server = "ftp.example:2121";

test.each<[FTPProxyRoute["style"], string[], string[]]>([
	["user@host", [], ["> USER bob@ftp.example:2121", "> PASS hunter2"]],
	["open", ["< 220 connected"], ["> OPEN ftp.example:2121", "> USER bob", "> PASS hunter2"]],
	["site", ["< 220 connected"], ["> SITE ftp.example:2121", "> USER bob", "> PASS hunter2"]],
])("%s", (style, lines, orders) => {
	const played = play(loginThrough({ style, server }, bob), [...lines, "< 331 x", "< 230 in"]);
	expect(played.orders).toEqual(orders);
	expect(played.outcome?.ok).toBe(true);
	const own = play(loginThrough({ style, server, credentials: guard }, bob), [
		"< 331 x",
		"< 230 in",
		...lines,
		"< 331 x",
		"< 230 in",
	]);
	expect(own.orders).toEqual(["> USER me", "> PASS sesame", ...orders]);
	expect(own.outcome?.ok).toBe(true);
});

test("a proxy that refuses is told nothing more", () => {
	const route = { style: "open", server, credentials: guard } as const;
	const refused = play(loginThrough(route, bob), ["< 331 x", "< 530 not sesame"]);
	expect(refused.orders).toEqual(["> USER me", "> PASS sesame"]);
	expect(refused.outcome).toMatchObject({ error: { code: 530, command: "PASS ***" } });
	expect(String(refused.outcome?.ok === false && refused.outcome.error)).not.toContain("sesame");
	const unreachable = play(loginThrough(route, bob), ["< 230 in", "< 550 no such server"]);
	expect(unreachable.orders).toEqual(["> USER me", "> OPEN ftp.example:2121"]);
	expect(unreachable.outcome).toMatchObject({ error: { code: 550, command: "OPEN ftp.example:2121" } });
});

test("a greeting of 230 is the proxy's, and no burst is sent behind it", () => {
	const extras = { logIn: () => loginThrough({ style: "user@host", server }, bob) };
	for (const pipelining of ["auto", "eager"] as const) {
		const setup = { connected: false, options: { pipelining } };
		const lines = ["! connected control", "< 230 proxy ready", "< 331 x", "< 332 x", "< 230 in", "< 502 FEAT?", "< 200 I"];
		const { orders, outcome } = play(connect(bob, extras), lines, setup);
		expect(orders.slice(1)).toEqual(["> USER bob@ftp.example:2121", "> PASS hunter2", "> ACCT sales", "> FEAT", "> TYPE I"]);
		expect(outcome?.ok).toBe(true);
	}
});

test("with TLS it is the proxy's: AUTH goes before any name", () => {
	const extras = { logIn: () => loginThrough({ style: "open", server, credentials: guard }, bob) };
	const setup = { connected: false, options: { secure: true } };
	const orders = transcript(connect(bob, extras), ["! connected control", "< 220 x", "< 234 go", "! secured control"], setup);
	expect(orders.slice(1)).toEqual(["> AUTH TLS", "! secure control ftp.test", "> USER me"]);
});

test("a server behind it may challenge", () => {
	const credentials = { user: "bob", pass: "", respond: (text: string) => answerTo(text, undefined) };
	const lines = ["< 331 s/key 1 seed", "! answered WORD", "< 230 in"];
	const { orders } = play(loginThrough({ style: "user@host", server: "ftp.example" }, credentials), lines);
	expect(orders).toEqual(["> USER bob@ftp.example", "! consult s/key 1 seed", "> PASS WORD"]);
});
