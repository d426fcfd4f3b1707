import { describe, expect, test } from "vitest";
import { download } from "../operations/download.ts";
import { idle, lost, orders, said } from "../session-fixture.ts";
import { play, testOptions } from "../testing/transcript.ts";
import type { TraceEvent } from "./effect.ts";
import { encode, next, type Operation, perform, send, sessionFacts } from "./operation.ts";
import type { Session } from "./session.ts";
import type { Task } from "./task.ts";

describe("an operation whose session is lost", () => {
	/** It waits for a reply, and goes on in this way when none comes. */
	function lostWhile(goesOn: (error: unknown) => Operation<unknown>): {
		readonly task: Task<unknown>;
		readonly session: Session;
	} {
		function* operation(): Operation<unknown> {
			try {
				return yield* next("a reply", "reply");
			} catch (error) {
				return yield* goesOn(error);
			}
		}
		const session = idle();
		const task = session.start(operation(), 0);
		session.handle(lost, 0);
		return { task, session };
	}

	test("fails with the reason of that, whatever it throws itself", () => {
		const { task, session } = lostWhile(() => {
			throw new Error("its own");
		});
		expect(task.outcome).toEqual({ ok: false, error: session.closedBy });
		expect(session.closedBy).toMatchObject({ message: "reset" });
	});

	test("is told that reason", () => {
		const told: unknown[] = [];
		const { session } = lostWhile((error) => {
			told.push(error);
			return sessionFacts();
		});
		expect(told).toEqual([session.closedBy]);
	});

	test("may have a result all the same", () => {
		const { task, session } = lostWhile(sessionFacts);
		expect(task.outcome).toEqual({ ok: true, value: session.facts });
		expect(session).toMatchObject({ phase: "closed", closedBy: { message: "reset" } });
	});

	test("sends nothing more", () => {
		const { task, session } = lostWhile(function* () {
			yield* send(yield* encode("QUIT"));
		});
		expect(task.outcome).toEqual({ ok: false, error: session.closedBy });
		expect(orders(session)).toEqual(["close control"]);
	});

	test("waits for nothing more", () => {
		const { task, session } = lostWhile(() => next("something else", "reply"));
		expect(task.outcome).toEqual({ ok: false, error: session.closedBy });
		expect(session.deadline).toBeUndefined();
	});
});

test("the first reason stays", () => {
	const session = idle();
	session.close(new Error("first"), 0);
	session.close(new Error("second"), 0);
	session.handle(lost, 0);
	expect(session.closedBy).toMatchObject({ message: "first" });
	expect(orders(session)).toEqual(["close control"]);
});

test("a closed session learns nothing more", () => {
	const session = idle();
	session.close(new Error("closed"), 0);
	session.handle({ type: "queued", outlook: "transfer" }, 0);
	expect(session.facts.outlook).toBe("nothing");
});

test("after QUIT there is no session, and no fault of anybody's", () => {
	function* leaves(): Operation<void> {
		yield* perform({ type: "close", channel: "control" });
	}
	const { session, outcome } = play(leaves(), []);
	expect(outcome?.ok).toBe(true);
	expect(session).toMatchObject({
		phase: "closed",
		closedBy: { name: "FTPUsageError", code: "NOT_CONNECTED", message: "The session was ended with QUIT" },
	});
});

test("what fails while replies are owed ends the session, with its reason", () => {
	const { session } = play(download("/f"), ["< 229 (|||5|)", "! connected data1", "< 150 x", "! abort", "< 999 what?"]);
	expect(session).toMatchObject({ phase: "closed", closedBy: { code: "BAD_REPLY" } });
});

test("the time for a whole operation is also the time for what is owed to it", () => {
	const timeouts = { ...testOptions.timeouts, total: 1500, reply: 60_000 };
	const begun = ["< 229 (|||5|)", "! connected data1", "< 150 x", "! abort"];
	const { session } = play(download("/f"), [...begun, "+ 1000", "+ 499"], { options: { timeouts } });
	expect(session.phase).toBe("recovering");
	session.handle({ type: "tick" }, 1500);
	expect(session).toMatchObject({ phase: "closed", closedBy: { code: "TOTAL_TIMEOUT" } });
});

test("a farewell to nothing at all is told as the reply that it is", () => {
	const session = idle(true);
	orders(session);
	session.handle(said("421 bye"), 0);
	const events: TraceEvent[] = [];
	for (let effect = session.poll(); effect; effect = session.poll()) if (effect.type === "trace") events.push(effect.event);
	expect(events).toEqual([
		{ type: "reply", code: 421, lines: ["421 bye"] },
		{ type: "closed", channel: "control" },
	]);
	expect(session.closedBy).toMatchObject({ name: "FTPReplyError", code: 421, command: "" });
});

describe("a server that hangs up while a file still comes", () => {
	const begun = ["< 229 (|||5|)", "! connected data1", "< 150 x", "! moved data1", "! ended control"];

	test("is asked nothing more", () => {
		function* asks(): Operation<void> {
			yield* perform({ type: "connect", channel: "data1", host: "h", port: 5, tls: "never", serverName: "h" });
			yield* perform({ type: "transfer", channel: "data1", direction: "download" });
			yield* next("the file", "stall");
			yield* send(yield* encode("NOOP"), yield* encode("SYST"));
		}
		const { outcome, orders, session } = play(asks(), ["! ended control", "! ended data1 3"]);
		expect(outcome).toMatchObject({
			ok: false,
			error: {
				code: "CONNECTION_LOST",
				message: "The server closed the control connection instead of sending the reply to NOOP",
			},
		});
		expect(orders.filter((order) => order.startsWith(">"))).toEqual([]);
		expect(session.phase).toBe("closed");
	});

	test("has no more time than the operation", () => {
		const timeouts = { ...testOptions.timeouts, total: 5000 };
		const { outcome, session } = play(download("/f"), [...begun, "+ 5000"], { options: { timeouts } });
		expect(outcome).toMatchObject({ ok: false, error: { code: "TOTAL_TIMEOUT" } });
		expect(session.phase).toBe("closed");
	});

	test("and then falls silent has hung up", () => {
		const { outcome } = play(download("/f"), [...begun, `+ ${testOptions.timeouts.stall}`]);
		expect(outcome).toMatchObject({ ok: false, error: { code: "CONNECTION_LOST" } });
	});
});
