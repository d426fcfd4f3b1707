import { describe, expect, test } from "vitest";
import type { SessionOptions } from "../protocol/facts.ts";
import { play } from "../testing/transcript.ts";
import { download } from "./download.ts";
import { simple } from "./exchange.ts";
import { protectData, secure } from "./secure.ts";

const notOffered = (command: string, code: number): object => ({
	ok: false,
	error: {
		name: "FTPTLSError",
		code: "NOT_OFFERED",
		message: expect.stringContaining("given up"),
		cause: expect.objectContaining({ name: "FTPReplyError", command, code }),
	},
});

describe("AUTH", () => {
	test.each([
		["TLS", ["< 234 go on"], ["> AUTH TLS"]],
		["SSL, where TLS is unknown", ["< 504 what is TLS?", "< 234 go on"], ["> AUTH TLS", "> AUTH SSL"]],
	])("%s", (_, lines, commands) => {
		const { orders, outcome, session } = play(secure(), [...lines, "! secured control"]);
		expect(orders).toEqual([...commands, expect.stringContaining("! secure control")]);
		expect([outcome?.ok, session.facts.secured]).toEqual([true, true]);
	});

	test.each([["< 530 log in first"], ["< 431 not now"], ["< 334 and then?"], ["< 200 fine"], ["< 504 what is TLS?", "< 534 no"]])(
		"56: %s: refused, and told by what was said to the first",
		(...lines) => {
			const { orders, outcome, session } = play(secure(), lines);
			expect(orders.some((order) => order.startsWith("! secure"))).toBe(false);
			expect(outcome).toMatchObject(notOffered("AUTH TLS", Number(lines[0]?.slice(2, 5))));
			expect(session.facts.secured).toBe(false);
		},
	);
});

describe("PROT", () => {
	const options = (secure: SessionOptions["secure"], clearData = false): Partial<SessionOptions> => ({ secure, clearData });

	test.each([
		["PBSZ 0", ["< 500 what?"], 500],
		["PROT P", ["< 200 ok", "< 502 what?"], 502],
		["PROT P", ["< 200 ok", "< 536 no"], 536],
		["PROT P", ["< 200 ok", "< 331 and then?"], 331],
	])("60: with explicit TLS %s must be granted: %j", (command, lines, code) => {
		const { outcome, session } = play(protectData(), lines, { options: options(true) });
		expect(outcome).toMatchObject(notOffered(command, code));
		expect(session.facts.privateData).toBe(false);
	});

	test("60: with implicit TLS it may be unknown, but not refused", () => {
		const unknown = play(protectData(), ["< 500 what?", "< 502 what?"], { options: options("implicit") });
		expect([unknown.outcome?.ok, unknown.session.facts.privateData]).toEqual([true, true]);
		const refused = play(protectData(), ["< 200 ok", "< 534 no"], { options: options("implicit") });
		expect(refused.outcome).toMatchObject(notOffered("PROT P", 534));
	});

	test("60: data in the clear must be granted as well, with implicit TLS too", () => {
		for (const kind of [true, "implicit"] as const) {
			const { orders, session } = play(protectData(), ["< 200 ok", "< 200 ok"], { options: options(kind, true) });
			expect([orders, session.facts.privateData]).toEqual([["> PBSZ 0", "> PROT C"], false]);
			const unknown = play(protectData(), ["< 200 ok", "< 502 what?"], { options: options(kind, true) });
			expect(unknown.outcome).toMatchObject(notOffered("PROT C", 502));
		}
	});

	test.each([
		[options(true), "later"],
		[options("implicit"), "later"],
		[options(true, true), "never"],
		[options(false), "never"],
	])("60: a data connection is dialled for what was asked for, although PROT is still under way: %j", (options, tls) => {
		const { session } = play(simple("NOOP"), ["< 200 ok"], { options });
		session.start(download("f"), 0);
		session.handle({ type: "received", bytes: new TextEncoder().encode("229 (|||5|)\r\n") }, 0);
		const effects = Array.from({ length: 9 }, () => session.poll());
		expect(effects.find((effect) => effect?.type === "connect")).toMatchObject({ channel: "data1", port: 5, tls });
	});
});
