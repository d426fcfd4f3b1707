import { describe, expect, test } from "vitest";
import { simple } from "../operations/exchange.ts";
import { openAhead, openData } from "../operations/open-data.ts";
import { idle, lost, orders, said } from "../session-fixture.ts";
import { play, testOptions } from "../testing/transcript.ts";
import { greetingCommand } from "./command.ts";
import { AHEAD_LIFETIME } from "./deadlines.ts";
import { leave, next, type Operation, perform, send } from "./operation.ts";
import { Session } from "./session.ts";

test("a greeting is awaited like a reply, and nothing is sent for it", () => {
	const session = new Session({ ...testOptions, trace: true });
	function* greeted(): Operation<string> {
		yield* perform({ type: "connect", channel: "control", host: "h", port: 21, tls: "never", serverName: "h" });
		yield* send(greetingCommand);
		const wake = yield* next("the greeting", "reply");
		return wake.type === "reply" ? wake.reply.text : wake.type;
	}
	const task = session.start(greeted(), 0);
	session.handle(said("220 hello"), 0);
	expect(task.outcome).toEqual({ ok: true, value: "hello" });
	const seen: string[] = [];
	for (let effect = session.poll(); effect; effect = session.poll())
		seen.push(effect.type === "trace" ? `trace ${effect.event.type}` : effect.type);
	expect(seen).toEqual(["trace connect", "connect", "trace reply"]);
});

describe("TLS on the control connection", () => {
	function* secures(channel: "control" | "data1"): Operation<void> {
		yield* next("anything", "reply");
		yield* perform({ type: "secure", channel, serverName: "h" });
	}

	test("ends what was said of features in the clear, and on a data connection it does not", () => {
		const woken = (channel: "control" | "data1"): number => {
			const { session } = play(secures(channel), [], { facts: { features: new Map([["MLST", ""]]) } });
			expect(session.facts.features.size).toBe(1);
			session.handle({ type: "secured", channel: "control" }, 0);
			return session.facts.features.size;
		};
		expect([woken("control"), woken("data1")]).toEqual([0, 1]);
	});

	test("does not begin with plain text in hand", () => {
		const { session, outcome } = play(secures("control"), []);
		expect(outcome).toBeUndefined();
		session.handle({ type: "received", bytes: new TextEncoder().encode("230 ") }, 0);
		session.handle({ type: "secured", channel: "control" }, 0);
		expect(session).toMatchObject({
			phase: "closed",
			closedBy: { code: "BYTES_BEFORE_TLS", expected: "the TLS handshake after the reply to AUTH", received: "more plain text" },
		});
	});
});

describe("what was opened ahead", () => {
	test("lets go of what it holds when it is given up, and when the session ends", () => {
		const ends: string[] = [];
		function* ahead(name: string): Operation<"data9"> {
			try {
				yield* perform({ type: "connect", channel: "data9", host: "h", port: 9, tls: "never", serverName: "h" });
				yield* next("the connection", "connect");
				return "data9";
			} finally {
				ends.push(name);
			}
		}
		const session = idle();
		session.start(simple("NOOP"), 0);
		session.prepare(ahead("given up"), 0);
		expect(orders(session)).toEqual(["send", "connect data9"]);
		session.handle({ type: "aborted", error: new Error("enough") }, 0);
		expect([ends, orders(session)]).toEqual([["given up"], ["close data9"]]);
		const other = idle();
		other.start(simple("NOOP"), 0);
		other.prepare(ahead("lost"), 0);
		orders(other);
		other.handle(lost, 0);
		expect([ends, orders(other)]).toEqual([
			["given up", "lost"],
			["close control", "close data9"],
		]);
	});

	test("is of use from the moment at which it was there, and not from the beginning of time", () => {
		const later = (start: number): string[] => {
			const session = idle();
			session.start(simple("NOOP"), 100_000);
			session.prepare(openAhead(), 100_000);
			for (const text of ["200 ok", "229 (|||6|)"]) session.handle(said(text), 100_000);
			session.handle({ type: "connected", channel: "data1", peer: "192.0.2.1" }, 100_000);
			orders(session);
			session.start(openData(), start);
			return orders(session);
		};
		expect(later(100_000 + AHEAD_LIFETIME)).toEqual([]);
		expect(later(100_001 + AHEAD_LIFETIME)).toEqual(["close data1", "send"]);
	});

	test("fails alone where it fails in order, and for all where it is out of step", () => {
		const after = (line: string): Session => {
			const session = idle();
			session.start(simple("NOOP"), 0);
			session.prepare(openAhead(), 0);
			for (const text of ["200 ok", line]) session.handle(said(text), 0);
			return session;
		};
		expect(after("502 no such command").phase).toBe("idle");
		expect(after("331 password?")).toMatchObject({ phase: "closed", closedBy: { code: "UNEXPECTED_REPLY" } });
	});
});

test("what is left over TLS is read to its end, and closed then", () => {
	function* leaves(): Operation<void> {
		yield* perform({ type: "connect", channel: "data1", host: "h", port: 5, tls: "later", serverName: "h" });
		yield* next("it", "connect");
		yield* perform({ type: "secure", channel: "data1", serverName: "h" });
		yield* leave("data1");
		for (;;) yield* next("the rest", "reply");
	}
	const begun = (isPrivate: boolean): Session =>
		play(leaves(), ["! connected data1"], { facts: { privateData: isPrivate } }).session;
	const session = begun(true);
	expect(orders(session)).toEqual([]);
	session.handle({ type: "secured", channel: "data1" }, 0);
	expect(orders(session)).toEqual(["transfer data1"]);
	session.handle({ type: "ended", channel: "data1", byteCount: 3 }, 0);
	expect(orders(session)).toEqual(["close data1"]);
	const clear = play(leaves(), ["! connected data1"], { facts: { privateData: false } });
	expect(clear.orders.at(-1)).toBe("! close data1");
});

test("late news of a connection is not even told", () => {
	const session = idle(true);
	orders(session);
	session.handle({ type: "connected", channel: "data7", peer: "192.0.2.1" }, 0);
	session.handle({ type: "failed", channel: "data7", cause: new Error("late") }, 0);
	expect(session.poll()).toBeUndefined();
});
