import { expect, test } from "vitest";
import { play } from "../testing/transcript.ts";
import { help, site, status, system } from "./information.ts";

test("SYST", () => {
	const { orders, outcome } = play(system(), ["< 215 UNIX Type: L8"]);
	expect(orders).toEqual(["> SYST"]);
	expect(outcome).toEqual({ ok: true, value: "UNIX Type: L8" });
	expect(play(system(), ["< 502 no"]).outcome).toMatchObject({ error: { name: "FTPReplyError", code: 502 } });
});

test("STAT, of the session and of a path", () => {
	const { orders, outcome } = play(status(), ["< 211-Status", "<  all is well", "< 211 End"]);
	expect(orders).toEqual(["> STAT"]);
	expect(outcome).toMatchObject({ ok: true, value: { code: 211, lines: ["211-Status", " all is well", "211 End"] } });
	const ofPath = play(status("/d"), ["< 213-Status follows:", "< x", "< 213 End"]);
	expect(ofPath.orders).toEqual(["> STAT /d"]);
	expect(ofPath.outcome?.ok).toBe(true);
});

test("HELP, of the server and of a command", () => {
	expect(play(help(), ["< 214 ask somebody"]).orders).toEqual(["> HELP"]);
	const { orders, outcome } = play(help("SITE"), ["< 214 CHMOD"]);
	expect(orders).toEqual(["> HELP SITE"]);
	expect(outcome).toMatchObject({ value: { code: 214, text: "CHMOD" } });
});

test("SITE, with any arguments that can be sent", () => {
	const { orders, outcome } = play(site("EXEC", "a b", "c"), ["< 250 ok"]);
	expect(orders).toEqual(["> SITE EXEC a b c"]);
	expect(outcome).toMatchObject({ value: { code: 250 } });
	const bad = play(site("EXEC", "a\r\nDELE b"), []);
	expect(bad.orders).toEqual([]);
	expect(bad.outcome).toMatchObject({ error: { name: "FTPUsageError" } });
	expect(play(site("NOSUCH"), ["< 500 no"]).outcome).toMatchObject({ error: { name: "FTPReplyError", command: "SITE NOSUCH" } });
});
