import { expect, test } from "vitest";
import { FTPReplyError } from "../errors/index.ts";
import { download } from "../operations/download.ts";
import { simple } from "../operations/exchange.ts";
import { everySplit } from "../testing/every-split.ts";
import { play, testOptions, transcript } from "../testing/transcript.ts";
import { encode, next, type Operation, send } from "./operation.ts";
import { follow, phases } from "./phase.ts";
import { Session } from "./session.ts";

const received = (text: string): { type: "received"; bytes: Uint8Array } => ({
	type: "received",
	bytes: new TextEncoder().encode(text),
});

/** A session that is logged in and idle. */
function idle(): Session {
	return play(simple("NOOP"), ["< 200 ok"]).session;
}

test("every transition that is not in the table is an error", () => {
	for (const [phase, transitions] of Object.entries(phases)) {
		for (const transition of ["start", "finish", "abandon", "recover", "lose"] as const) {
			const target = transitions[transition];
			const call = (): string => follow(phase as keyof typeof phases, transition);
			if (target) expect(call()).toBe(target);
			else expect(call).toThrow(/bug/);
		}
	}
});

test("several commands in one write, their replies first in, first out", () => {
	function* burst(): Operation<string[]> {
		const commands = [yield* encode("USER", "a"), yield* encode("PASS", "b"), yield* encode("FEAT")];
		yield* send(...commands);
		const answers: string[] = [];
		while (answers.length < 3) {
			const wake = yield* next("replies", "reply");
			if (wake.type === "reply") answers.push(`${wake.command.shown}: ${wake.reply.code}`);
		}
		return answers;
	}
	const { session } = play(simple("NOOP"), ["< 200 ok"]);
	const task = session.start(burst(), 0);
	expect(session.poll()).toMatchObject({ type: "send", bytes: new TextEncoder().encode("USER a\r\nPASS b\r\nFEAT\r\n") });
	expect(session.poll()).toBeUndefined();
	session.handle(received("331 a\r\n530 b\r\n211-x\r\n211 y\r\n"), 0);
	expect(task.outcome).toEqual({ ok: true, value: ["USER a: 331", "PASS ***: 530", "FEAT: 211"] });
	expect(session.phase).toBe("idle");
});

test("a whole dialogue gives the same however it is cut", () => {
	const bytes = new TextEncoder().encode("150-one\r\n150 two\r\n226-a\r\n226 b\r\n");
	for (const chunks of everySplit(bytes)) {
		const { session } = play(simple("NOOP"), ["< 200 ok"]);
		const task = session.start(download("/f"), 0);
		session.handle(received("229 (|||5|)\r\n"), 0);
		session.handle({ type: "connected", channel: "data1", peer: "x" }, 0);
		session.handle({ type: "ended", channel: "data1", byteCount: 4 }, 0);
		for (const chunk of chunks) session.handle({ type: "received", bytes: chunk }, 0);
		expect(task.outcome).toMatchObject({ ok: true, value: { byteCount: 4, reply: { text: "a\nb" } } });
	}
});

test("39: 421 at any time ends the session, and is what every later use is told", () => {
	const session = idle();
	session.handle(received("421 Idle for too long\r\n"), 0);
	expect(session.phase).toBe("closed");
	expect(session.closedBy).toBeInstanceOf(FTPReplyError);
	expect(session.closedBy).toMatchObject({ code: 421 });
	expect(session.poll()).toEqual({ type: "close", channel: "control" });

	const busy = play(download("/f"), ["< 229 (|||5|)", "! connected data1", "< 150 x", "< 421 shutting down"]);
	expect(busy.outcome).toMatchObject({ error: { name: "FTPReplyError", code: 421, command: "RETR /f" } });
	expect(busy.orders.slice(-2)).toEqual(["! close control", "! close data1"]);
});

test("39: a reply that nobody asked for ends the session", () => {
	const session = idle();
	session.handle(received("200 surprise\r\n"), 0);
	expect(session).toMatchObject({ phase: "closed", closedBy: { code: "UNEXPECTED_REPLY" } });
});

test("37: a second 226 after a transfer says nothing new", () => {
	const lines = ["< 229 (|||5|)", "! connected data1", "< 150 x", "! ended data1 1", "< 226 done", "< 226 done indeed"];
	const { session } = play(download("/f"), lines);
	expect(session.phase).toBe("idle");
	const task = session.start(simple("NOOP"), 0);
	session.handle(received("200 ok\r\n"), 0);
	expect(task.outcome).toMatchObject({ ok: true, value: { code: 200 } });
});

test("the server hangs up", () => {
	expect(play(simple("NOOP"), ["! ended control"]).outcome).toMatchObject({
		error: { name: "FTPNetworkError", code: "CONNECTION_LOST", message: expect.stringContaining("the reply to NOOP") },
	});
	expect(play(simple("NOOP"), ["! failed control"]).session.phase).toBe("closed");
});

test("late news of a dead data connection is not taken for news of the living one", () => {
	const lines = [
		"< 229 (|||5|)",
		"! failed data1",
		"< 227 (1,2,3,4,5,6)",
		"! connected data2",
		"! ended data1 99",
		"! failed data1",
		"< 150 x",
		"! ended data2 3",
		"< 226 done",
	];
	expect(play(download("/f"), lines).outcome).toMatchObject({ ok: true, value: { byteCount: 3 } });
});

test("stopped by the caller: the reply still owed is taken in before anything else", () => {
	const begun = ["< 229 (|||5|)", "! connected data1", "< 150 x", "! abort"];
	const { outcome, orders, session } = play(download("/f"), begun);
	expect(outcome).toMatchObject({ error: { name: "FTPAbortError" } });
	expect(orders.at(-1)).toBe("! close data1");
	expect(session.phase).toBe("recovering");
	session.handle(received("426 aborted\r\n"), 0);
	expect(session.phase).toBe("idle");
	// Some servers say 226 as well.
	session.handle(received("226 closed\r\n"), 0);
	expect(session.phase).toBe("idle");
});

test("stopped, and the server does not come to an end: PWD, whose reply settles all that came before", () => {
	const begun = ["< 229 (|||5|)", "! connected data1", "< 150 x", "! abort"];
	for (const silence of ["+ 1000", "< 150 0.005 seconds (measured here)"]) {
		const asked = [...begun, silence];
		expect(transcript(download("/f"), asked).at(-1)).toBe("> PWD");
		expect(play(download("/f"), [...asked, '< 257 "/"']).session.phase).toBe("idle");
		expect(play(download("/f"), [...asked, "< 426 aborted", '< 257 "/"']).session.phase).toBe("idle");
		expect(play(download("/f"), [...asked, "< 426 aborted"]).session.phase).toBe("recovering");
	}
});

test("stopped, and the server stays silent: ABOR, with every reply accounted for", () => {
	const begun = ["< 229 (|||5|)", "! connected data1", "< 150 x", "! abort", "+ 1000", "+ 1000"];
	expect(transcript(download("/f"), begun).slice(-2)).toEqual(["> PWD", "> ABOR"]);
	expect(play(download("/f"), [...begun, "< 426 aborted", '< 257 "/"', "< 226 ok"]).session.phase).toBe("idle");
	expect(play(download("/f"), [...begun, '< 257 "/"', "< 225 ok"]).session.phase).toBe("idle");
	expect(play(download("/f"), [...begun, "< 426 aborted", '< 257 "/"']).session.phase).toBe("recovering");
	const { session, orders } = play(download("/f"), [...begun, "+ 60000"]);
	expect(session).toMatchObject({ phase: "closed", closedBy: { name: "FTPTimeoutError" } });
	expect(orders.at(-1)).toBe("! close control");
});

test("stopped in the middle of the handshake: it is let end, and what comes through it is taken", () => {
	const begun = ["< 229 (|||5|)", "! connected data1", "< 150 x", "! abort"];
	const lines = [...begun, "! secured data1", "! ended data1 9", "< 426 aborted", "< 225 ok"];
	const { orders, session } = play(download("/f"), lines, { facts: { privateData: true } });
	expect(orders.slice(-3)).toEqual(["> ABOR", "! transfer data1 rest", "! close data1"]);
	expect(session.phase).toBe("idle");
	const failed = [...begun, "! failed data1", "< 426 aborted", "< 225 ok"];
	expect(play(download("/f"), failed, { facts: { privateData: true } }).session.phase).toBe("idle");
});

test("stopped over TLS: ABOR first, and the data read to its end, for a moment", () => {
	const facts = { privateData: true };
	const begun = ["< 229 (|||5|)", "! connected data1", "< 150 x", "! secured data1", "! abort"];
	const stopped = play(download("/f"), begun, { facts });
	expect(stopped.outcome).toMatchObject({ error: { name: "FTPAbortError" } });
	expect(stopped.orders.at(-1)).toBe("> ABOR");
	for (const replies of [
		["< 426 aborted", "< 226 ok"],
		["< 226 ok", "< 426 aborted"],
	]) {
		const { session, orders } = play(download("/f"), [...begun, "! ended data1 9", ...replies], { facts });
		expect(orders.slice(-2)).toEqual(["> ABOR", "! close data1"]);
		expect(session.phase).toBe("idle");
	}
	// vsftpd does not listen before it has sent everything.
	const slow = play(download("/f"), [...begun, "+ 1000", "< 426 aborted", "< 225 nothing to abort"], { facts });
	expect(slow.orders.at(-1)).toBe("! close data1");
	expect(slow.session.phase).toBe("idle");
	// The same for a caller who has enough.
	const enough = play(download("/f"), [...begun.slice(0, 4), "! enough data1 3", "! ended data1 0", "< 426 a", "< 226 b"], {
		facts,
	});
	expect(enough.orders.slice(-2)).toEqual(["> ABOR", "! close data1"]);
	expect(enough).toMatchObject({ outcome: { ok: true }, session: { phase: "idle" } });
});

test("stopped before anything was sent that has no answer yet", () => {
	const { session } = play(download("/f"), ["< 229 (|||5|)", "! abort"]);
	expect(session.phase).toBe("idle");
});

test("the time for a whole operation", () => {
	const options = { timeouts: { ...testOptions.timeouts, total: 90_000 } };
	const lines = ["< 229 (|||5|)", "! connected data1", "< 150 x", "+ 50000", "! moved data1", "+ 40000"];
	const { outcome, session } = play(download("/f"), lines, { options });
	expect(outcome).toMatchObject({ error: { name: "FTPTimeoutError", code: "TOTAL_TIMEOUT" } });
	expect(session.phase).toBe("recovering");
});

test("nothing is sent after the end", () => {
	const { session } = play(simple("NOOP"), ["! ended control"]);
	session.handle(received("220 hello again\r\n"), 0);
	session.handle({ type: "tick" }, 1e9);
	session.close(new Error("again"), 1e9);
	expect(session.poll()).toBeUndefined();
	expect(session.deadline).toBeUndefined();
});

test("102: traces have no secrets", () => {
	const session = new Session({ ...testOptions, trace: true });
	const { orders } = play(simple("NOOP"), []);
	expect(orders).toEqual(["> NOOP"]);
	function* script(): Operation<void> {
		yield { type: "connect", channel: "control", host: "h", port: 21, tls: "never", serverName: "h" };
		yield* send(yield* encode("PASS", "hunter2"));
	}
	session.start(script(), 0);
	const events: unknown[] = [];
	for (let effect = session.poll(); effect; effect = session.poll()) if (effect.type === "trace") events.push(effect.event);
	expect(events).toContainEqual({ type: "command", line: "PASS ***" });
	expect(JSON.stringify(events)).not.toContain("hunter2");
});
