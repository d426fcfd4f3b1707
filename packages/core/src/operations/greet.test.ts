import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { greet } from "./greet.ts";

test("25: 120, then 220", () => {
	const { outcome, orders } = play(greet(), [
		"< 120 in two minutes",
		"+ 59000",
		"< 120 soon",
		"+ 59000",
		"< 220-Welcome",
		"< 220 now",
	]);
	expect(outcome).toMatchObject({ ok: true, value: { code: 220, text: "Welcome\nnow" } });
	expect(orders).toEqual([]);
});

test("25: 230: no login needed", () => {
	expect(play(greet(), ["< 230 come in"]).outcome).toMatchObject({ ok: true, value: { code: 230 } });
});

test.each([
	["421 too many", { name: "FTPReplyError", code: 421, isTransient: true }],
	["530 go away", { name: "FTPReplyError", code: 530, isTransient: false }],
	["331 password?", { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" }],
	["SSH-2.0-OpenSSH_9.6", { name: "FTPProtocolError", code: "BAD_REPLY" }],
])("25: %s", (line, error) => {
	expect(play(greet(), [`< ${line}`]).outcome).toMatchObject({ ok: false, error });
});

test("25: 120 for ever", () => {
	const { outcome, session } = play(
		greet(),
		Array.from({ length: 101 }, () => "< 120 soon"),
	);
	expect(outcome).toMatchObject({ error: { name: "FTPProtocolError", code: "LIMIT_EXCEEDED" } });
	expect(session.phase).toBe("closed");
});

test("68: only who waits in the clear is told that it may be a port for implicit TLS", () => {
	const waitingFor = (secured: boolean): unknown => play(greet(), ["+ 60000"], { facts: { secured } }).outcome;
	expect(waitingFor(false)).toMatchObject({ error: { waitingFor: expect.stringContaining("implicit TLS") } });
	expect(waitingFor(true)).toMatchObject({ error: { waitingFor: "the server's greeting" } });
});

test("25: silence, and a connection that closes", () => {
	expect(play(greet(), ["+ 60000"]).outcome).toMatchObject({
		error: { name: "FTPTimeoutError", code: "REPLY_TIMEOUT", waitingFor: expect.stringContaining("the server's greeting") },
	});
	expect(play(greet(), ["! ended control"]).outcome).toMatchObject({
		error: { name: "FTPNetworkError", message: expect.stringContaining("the server's greeting") },
	});
});
